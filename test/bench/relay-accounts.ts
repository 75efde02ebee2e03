/** Many accounts of a relay, made straight in its store, and what their devices need to come in. */
import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { create, toBinary } from '@bufbuild/protobuf'
import { sha256, toBase64url } from '../../relay/encoding.ts'
import { openSecrets } from '../../relay/secrets.ts'
import type { Store } from '../../relay/storage/store.ts'
import { DeliveryRequestSchema } from '../../shared/relay-api/gen/delivery_pb.js'
import { headers, mediaTypes, pathOf, routes, ticketMs } from '../../shared/relay-api/index.ts'
import type { RawConnection } from '../fixtures/raw-http.ts'

export interface BenchAccount {
  readonly id: string
  readonly registrationId: number
  readonly ticket: string
}

/** The same for all: what is measured does not depend on it. */
export const deliveryToken = randomBytes(32)

/**
 * @param data Of the relay, whose keys make the tickets: ten thousand signatures are not what is measured.
 * @param from Number of the first one, where there are others already.
 */
export async function makeAccounts(store: Store, data: string, count: number, from = 0): Promise<BenchAccount[]> {
  const { ticketKey } = await openSecrets(data)
  const hash = sha256(deliveryToken)
  const made: BenchAccount[] = []
  for (let first = 0; first < count; first += 1000) {
    const some = Array.from({ length: Math.min(1000, count - first) }, (_, n) => ({
      id: randomUUID() as string,
      n: from + first + n,
    }))
    await Promise.all(
      some.map(async ({ id, n }) => {
        const authKey = Uint8Array.from(randomBytes(32))
        const device = { id: 1, registrationId: 1 + (n % 16_380), authKey }
        await store.register({
          ...{ account: id, username: `user${n}`, identityKey: Uint8Array.from(randomBytes(33)) },
          ...{ device, deliveryTokenHash: hash },
        })
        const expiresAt = Date.now() + ticketMs
        const mac = createHmac('sha256', ticketKey).update(`ticket.${id}.1.${expiresAt}.`).update(authKey).digest()
        made.push({ id, registrationId: device.registrationId, ticket: `${id}.1.${expiresAt}.${toBase64url(mac)}` })
      }),
    )
  }
  return made
}

/** The `n`th account that is written to: all in turn, none next to the one before. */
export const chosen = (accounts: readonly BenchAccount[], n: number): BenchAccount =>
  accounts[(n * 7919) % accounts.length] as BenchAccount

/** Delivers over HTTP, as a contact does. */
export async function deliver(
  connection: RawConnection,
  { id, registrationId }: BenchAccount,
  ciphertext: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const devices = [{ device: 1, registrationId, ciphertext }]
  const body = toBinary(DeliveryRequestSchema, create(DeliveryRequestSchema, { envelopeId: randomBytes(16), devices }))
  const head = `${headers.deliveryToken}: ${toBase64url(deliveryToken)}\r\ncontent-type: ${mediaTypes.protobuf}\r\n`
  const answer = await connection.ask(routes.deliver.method, pathOf(routes.deliver, { account: id }), head, body)
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body}`)
}
