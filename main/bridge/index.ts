export { type ServeOptions, serveRouter } from '../../shared/bridge/serve.ts'
export { forward } from './forward.ts'
