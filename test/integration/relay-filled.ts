/** Filling a relay's disk up, and what came of it. */
import { type TestAccount, textOf } from '../../relay/testing/client.ts'

const many = { burst: 1_000_000, perMinute: 1_000_000 }
export const options = {
  logLevel: 'silent',
  rates: { registrations: many, registrationsInAll: many, bundles: many },
} as const
const envelopeBytes = 48 * 1024

/** Delivers until the relay takes no more. Gives how many it has taken, and how it said no. */
export async function fillUp(to: TestAccount, from: number, most: number) {
  for (let n = from; n < from + most; n++) {
    const answer = await to.deliver(`${n} ${'x'.repeat(envelopeBytes)}`).catch(() => null)
    if (answer?.status !== 200) return { taken: n - from, refusal: answer }
  }
  throw new Error('the disk did not fill up')
}

/** All that waits, each once, acknowledged. */
export async function receive(account: TestAccount, count: number): Promise<number[]> {
  const socket = await account.connect()
  const numbers: number[] = []
  while (numbers.length < count) {
    const envelopes = await socket.envelopes(1)
    numbers.push(...envelopes.map((envelope) => Number.parseInt(textOf(envelope), 10)))
    socket.acknowledge(envelopes)
  }
  await socket.close()
  return numbers
}
