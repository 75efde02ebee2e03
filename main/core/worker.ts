/** Entry of the core's thread. */
import { openCore } from './core.ts'
import { serveCore } from './serve-core.ts'

await serveCore(openCore)
