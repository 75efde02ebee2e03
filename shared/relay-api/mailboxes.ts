/** Routes of mailboxes: anonymous delivery, and the socket over which a device is given its envelopes. */
import { Type } from 'typebox'
import { route } from './route.ts'
import { AccountIdText } from './values.ts'

/** Whether a device of the recipient was connected. An ephemeral envelope was given to those devices or to nobody. */
export const Delivered = Type.Object({ online: Type.Boolean() })
export type Delivered = Type.Static<typeof Delivered>

export const mailboxRoutes = {
  /**
   * Anonymous: delivery token or request token in its header, or none (a stranger's request: rate-limited, and
   * `not-found` is said). Body: `DeliveryRequest` of delivery.proto as `application/x-protobuf`. Answered after the
   * commit; the same envelope id again changes nothing.
   * Errors: `devices-mismatched`, `devices-stale`, `mailbox-full`, `too-large`, `rate-limited`; `unauthorized` for a
   * wrong token and for an unknown account alike.
   */
  deliver: route({
    method: 'PUT',
    path: '/v1/mailboxes/:account',
    params: Type.Object({ account: AccountIdText }),
    response: Delivered,
    by: ['deliveryToken', 'requestToken'],
    takes: 'protobuf',
    errors: ['not-found', 'devices-mismatched', 'devices-stale', 'mailbox-full', 'too-large', 'rate-limited'],
  }),
  /**
   * Ticket. WebSocket; binary messages, one `Frame` of frames.proto each. At most `maxUnacknowledged` envelopes wait
   * for their acknowledgement; an acknowledged one is deleted. Close codes: `closeCodes`.
   */
  socket: route({ method: 'GET', path: '/v1/socket', by: ['ticket'], gives: 'socket' }),
} as const
