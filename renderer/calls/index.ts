/** Voice and video calls. */
export { CallLayer } from './CallLayer.tsx'
export { useStartCall } from './useStartCall.ts'
