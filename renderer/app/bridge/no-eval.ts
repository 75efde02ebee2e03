/** Keeps zod from compiling its checks: the page's policy forbids that, and each attempt would be reported in the console. */
import { config } from 'zod'

config({ jitless: true })
