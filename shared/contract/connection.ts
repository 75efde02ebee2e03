/** Contract of the way to the relay, and of the relay that this computer may run itself. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { ProxyServer } from '../proxy.ts'
import { ErrorSchema } from './error.ts'

export const ConnectionState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('connecting') }),
  z.object({ state: z.literal('online') }),
  /** `retryAt`: milliseconds since the epoch. */
  z.object({ state: z.literal('offline'), error: ErrorSchema.nullable(), retryAt: z.number().nullable() }),
  /** Trying again does not help, for example after the certificate changed. */
  z.object({ state: z.literal('refused'), error: ErrorSchema }),
])
export type ConnectionState = z.infer<typeof ConnectionState>

export const RelayCheck = z.object({
  url: z.string(),
  host: z.string(),
  registration: z.enum(['open', 'token', 'closed']),
  /** Who the invite link comes from, where it was one. */
  invitedBy: z.string().nullable(),
})
export type RelayCheck = z.infer<typeof RelayCheck>

export const connection = {
  watch: oc.output(eventIterator(ConnectionState)),
  /** Tries at once instead of waiting for the next attempt. */
  retry: oc.output(z.void()),
  /** Reaches the own relay through a proxy, before it is chosen. Raises `proxy-unreachable` and the errors of the way there. */
  testProxy: oc.input(z.object({ proxy: ProxyServer })).output(z.object({ milliseconds: z.int() })),
  /** Looks at a relay address or an invite link before an account is made. */
  check: oc.input(z.object({ addressOrInvite: z.string().trim().min(1).max(4096) })).output(RelayCheck),
}
