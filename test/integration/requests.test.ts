import { expect, test } from 'vitest'
import { conversationWith } from '../../shared/ids.ts'
import { resolveToken, tokenOf } from '../fixtures/path-token.ts'
import { type Call, HostileProxy } from './hostile-proxy.ts'
import { Person, testRelay, texts } from './person.ts'
import { fileOf } from './transfers.ts'

/** What reaches other people: envelopes, bundles, names, blobs. What a device says to its own relay about itself is left out. */
const reachesOthers = ({ method, path }: Call): boolean =>
  /^\/v1\/(mailboxes|bundles|accounts\/by-name|blobs)/u.test(path) && method !== 'GET'

test('M-31, M-22 a request reveals nothing: no receipt, no look-up, no blob, no presence', async () => {
  const proxy = await HostileProxy.start()
  const relay = await testRelay({ hosts: [proxy.host] })
  proxy.leadsTo(relay.port)
  const [alice, bob] = [new Person(undefined, { resolvePath: resolveToken }), new Person()]
  // All that Bob says goes by the proxy; what Alice says does not.
  await Promise.all([alice.join(relay, 'alice'), bob.join(`http://${proxy.host}`, 'bob')])
  await bob.online()
  const { conversationId: withBob } = await alice.api.contacts.start({ usernameOrInvite: 'bob' })
  const before = proxy.calls.length
  for (const text of ['Hi', 'Who are you?']) await alice.api.conversations.sendText({ conversationId: withBob, text })
  await alice.api.transfers.offer({ conversationId: withBob, file: tokenOf(fileOf(1000, 'holiday.jpg')) })
  const withAlice = conversationWith(await alice.accountId())
  await bob.conversations((list) => list.length === 1)
  await bob.messages(withAlice, (all) => all.length === 3)
  await bob.api.conversations.markRead({ conversationId: withAlice, upTo: Number.MAX_SAFE_INTEGER })
  // Opened, closed, read and safe: still not a word.
  await bob.close()
  await bob.open()
  await bob.online()
  expect(proxy.calls.slice(before).filter(reachesOthers)).toEqual([])
  expect((await alice.messages(withBob, () => true)).map(({ delivery }) => delivery)).toEqual(['sent', 'sent', 'sent'])
  expect(await alice.conversations(() => true)).toMatchObject([{ state: 'pending' }])

  await bob.api.conversations.acceptRequest({ conversationId: withAlice })
  await alice.messages(withBob, (all) => all.every(({ delivery }) => delivery === 'delivered' || delivery === 'read'))
  expect(proxy.calls.slice(before).filter(reachesOthers).length).toBeGreaterThan(0)
})

test('R-30 strangers are limited for each mailbox and address, contacts are not', async () => {
  const rate = { burst: 6, perMinute: 1 }
  const relay = await testRelay({
    rates: { strangersPerMailbox: rate, strangersPerAddress: { burst: 15, perMinute: 1 } },
  })
  const [bob, carol] = [new Person(), new Person()]
  await Promise.all([bob.join(relay, 'bob'), carol.join(relay, 'carol')])
  const ask = async (account: string) => (await fetch(`${relay.url}/v1/bundles/${account}`, { method: 'POST' })).status
  const statuses = async (account: string, count: number) => {
    const found: number[] = []
    for (let n = 0; n < count; n += 1) found.push(await ask(account))
    return found
  }
  const [ofBob, ofCarol] = [await bob.accountId(), await carol.accountId()]
  // Six for Bob's mailbox; Carol's still has its own six, until the address has had its fifteen.
  expect(await statuses(ofBob, 8)).toEqual([...Array(6).fill(200), 429, 429])
  expect(await statuses(ofCarol, 8)).toEqual([...Array(6).fill(200), 429, 429])
  const refused = await fetch(`${relay.url}/v1/bundles/${ofBob}`, { method: 'POST' })
  expect(await refused.json()).toMatchObject({ code: 'rate-limited', data: { retryAfterMs: expect.any(Number) } })

  // By a link one comes as before, and contacts write as they like.
  const { link } = await bob.api.contacts.createInvite()
  const { conversationId } = await carol.api.contacts.start({ usernameOrInvite: link })
  await carol.api.conversations.sendText({ conversationId, text: 'by your link' })
  const withCarol = conversationWith(ofCarol)
  await bob.conversations((list) => list.length === 1)
  await bob.api.conversations.acceptRequest({ conversationId: withCarol })
  await carol.messages(conversationId, ([first]) => first?.delivery === 'delivered')
  for (let n = 0; n < 20; n += 1) await carol.api.conversations.sendText({ conversationId, text: `${n}` })
  expect(texts(await bob.messages(withCarol, (all) => all.length === 21)).length).toBe(21)
})
