/** How the program stands to newer versions of itself. */
import { z } from 'zod'

const Newer = { version: z.string(), notes: z.string().nullable() }

export const UpdateState = z.discriminatedUnion('state', [
  /** Something else sees to it: the browser shell, a system's own packages, a tree of sources. */
  z.object({ state: z.literal('off'), by: z.enum(['system', 'nobody']) }),
  z.object({ state: z.literal('current'), checkedAt: z.number().nullable() }),
  z.object({ state: z.literal('checking') }),
  z.object({ state: z.literal('downloading'), ...Newer, fraction: z.number().min(0).max(1) }),
  z.object({ state: z.literal('ready'), ...Newer }),
  z.object({ state: z.literal('failed'), reason: z.enum(['unreachable', 'unsigned']) }),
])
export type UpdateState = z.infer<typeof UpdateState>
