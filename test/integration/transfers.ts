/** Files between two real cores, for tests: who offers what to whom, and what becomes of it. */
import { createHash, randomBytes } from 'node:crypto'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { CoreHost } from '../../main/core/host.ts'
import type { Transfer } from '../../shared/contract/index.ts'
import type { ConversationId, TransferId } from '../../shared/ids.ts'
import { conversationWith } from '../../shared/ids.ts'
import { resolveToken, tokenOf } from '../fixtures/path-token.ts'
import { firstOf, Person, temporaryFolder } from './person.ts'

export const mib = 1024 * 1024
/** No machine is so fast that a transfer is over before somebody looks. */
const seenBytesPerSecond = 150_000_000
const paths = { resolvePath: resolveToken }

export async function twoPeople(relay: { url: string }, ofAlice: Partial<CoreHost> = paths) {
  const [alice, bob] = [new Person(undefined, ofAlice), new Person(undefined, paths)]
  await Promise.all([alice.join(relay, 'alice'), bob.join(relay, 'bob')])
  const { link } = await bob.api.contacts.createInvite()
  const { conversationId: withBob } = await alice.api.contacts.start({ usernameOrInvite: link })
  await alice.api.conversations.sendText({ conversationId: withBob, text: 'Hello' })
  const withAlice = conversationWith(await alice.accountId())
  await bob.conversations((list) => list.length === 1)
  await bob.api.conversations.acceptRequest({ conversationId: withAlice })
  await alice.conversations((list) => list[0]?.state === 'accepted')
  await alice.api.settings.change({ rateLimits: { up: seenBytesPerSecond, down: 0 } })
  return { alice, bob, withBob, withAlice }
}

export function fileOf(bytes: number, name = 'film.mkv'): string {
  const file = path.join(temporaryFolder(), name)
  for (let left = bytes; left > 0; left -= 16 * mib) appendFileSync(file, randomBytes(Math.min(left, 16 * mib)))
  if (bytes === 0) writeFileSync(file, '')
  return file
}

export const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')
export const downloads = (person: Person) => path.join(person.folder, 'downloads')

/** The transfer, once it satisfies `until`. */
export async function transfer(
  person: Person,
  id: TransferId,
  until: (transfer: Transfer) => boolean,
): Promise<Transfer> {
  const found = (list: readonly Transfer[]) => list.find((one) => one.id === id)
  const list = await firstOf(await person.api.transfers.watch(), (now) => {
    const one = found(now)
    return one !== undefined && until(one)
  })
  return found(list) as Transfer
}
export const whenState = (person: Person, id: TransferId, state: Transfer['state']) =>
  transfer(person, id, (one) => one.state === state)
export const moving = (person: Person, id: TransferId) =>
  transfer(person, id, ({ confirmed, size }) => confirmed > 0 && confirmed < size)

/** Each closes half way, and comes back. */
export async function leaveHalfWay(leavers: readonly Person[], receiver: Person, id: TransferId): Promise<void> {
  for (const leaver of leavers) {
    await moving(receiver, id)
    await leaver.close()
    await leaver.open()
    await leaver.online()
  }
}

export async function offer(
  from: Person,
  to: Person,
  conversationId: ConversationId,
  file: string,
): Promise<TransferId> {
  const { transferId } = await from.api.transfers.offer({ conversationId, file: tokenOf(file) })
  await whenState(to, transferId, 'offered')
  return transferId
}
