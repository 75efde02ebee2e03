/** Voice and video calls. */
export { CallLayer } from './CallLayer.tsx'
export { callKeys } from './keys.ts'
export { DeviceSettings } from './settings/DeviceSettings.tsx'
export { useStartCall } from './useStartCall.ts'
