/** Voice and video calls. */
export { CallLayer } from './CallLayer.tsx'
export { CallsView } from './history/CallsView.tsx'
export { callKeys } from './keys.ts'
export { type CallBody, callWords, wasMissed } from './outcome.ts'
export { DeviceSettings } from './settings/DeviceSettings.tsx'
export { useStartCall } from './useStartCall.ts'
