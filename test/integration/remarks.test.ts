import { expect, test } from 'vitest'
import type { Message } from '../../shared/contract/index.ts'
import { conversationWith } from '../../shared/ids.ts'
import { expectCode, firstOf, Person, testRelay, texts, twoContacts } from './person.ts'

const last = (messages: readonly Message[]): Message => messages.at(-1) as Message
const bodyOf = (messages: readonly Message[]) => last(messages).body

test('M-50, M-51 formats and quotes arrive; a quote says what the message says', async () => {
  const { alice, bob, withBob, withAlice } = await twoContacts(await testRelay())
  const ranges = [{ style: 'spoiler', start: 4, length: 6 } as const]
  const secret = await alice.api.conversations.sendText({ conversationId: withBob, text: 'The butler did it', ranges })
  expect(bodyOf(await bob.messages(withAlice, (all) => all.length === 2))).toMatchObject({ ranges })
  expect((await bob.conversations(() => true))[0]?.preview?.text).toBe('The ▒▒▒▒▒▒ did it')
  await bob.api.conversations.sendText({ conversationId: withAlice, text: 'I knew', replyTo: secret.id })
  const answer = bodyOf(await alice.messages(withBob, (all) => all.length === 3))
  expect(answer).toMatchObject({
    text: 'I knew',
    quote: { messageId: secret.id, own: true, kind: 'text', excerpt: 'The ▒▒▒▒▒▒ did it' },
  })
  const outside = [{ style: 'bold', start: 0, length: 9 } as const]
  await expectCode(
    alice.api.conversations.sendText({ conversationId: withBob, text: 'x', ranges: outside }),
    'invalid-input',
  )
})

test('M-52 each has one reaction to a message; it is replaced and taken away', async () => {
  const { alice, bob, withBob, withAlice } = await twoContacts(await testRelay())
  const [message] = await bob.messages(withAlice, (all) => all.length === 1)
  const messageId = (message as Message).id
  const reactions = (all: Message[]) => last(all).reactions.map(({ own, emoji }) => [own, emoji])
  await bob.api.conversations.react({ messageId, emoji: '👍🏽' })
  expect(reactions(await alice.messages(withBob, ([one]) => one?.reactions.length === 1))).toEqual([[false, '👍🏽']])
  await alice.api.conversations.react({ messageId, emoji: '❤️' })
  await bob.api.conversations.react({ messageId, emoji: '😂' })
  await alice.messages(withBob, (all) => reactions(all).some(([, emoji]) => emoji === '😂'))
  expect(reactions(await bob.messages(withAlice, ([one]) => one?.reactions.length === 2)).sort()).toEqual([
    [false, '❤️'],
    [true, '😂'],
  ])
  await alice.api.conversations.react({ messageId, emoji: null })
  expect(reactions(await bob.messages(withAlice, ([one]) => one?.reactions.length === 1))).toEqual([[true, '😂']])
  for (const emoji of ['no', '👍👍', 'a👍', '1'])
    await expectCode(alice.api.conversations.react({ messageId, emoji }), 'invalid-input')
})

test('M-53 an edit changes the text on both sides and keeps what was said before; only its author edits', async () => {
  const { alice, bob, withAlice } = await twoContacts(await testRelay())
  const [message] = await bob.messages(withAlice, (all) => all.length === 1)
  const messageId = (message as Message).id
  await alice.api.conversations.edit({ messageId, text: 'Hello, Bob' })
  await alice.api.conversations.edit({ messageId, text: 'Hello, dear Bob' })
  const seen = await bob.messages(withAlice, (all) => texts(all)[0] === 'Hello, dear Bob')
  expect(seen[0]?.editedAt).not.toBeNull()
  const versions = await bob.api.conversations.versions({ messageId })
  expect(versions.map(({ text }) => text)).toEqual(['Hello', 'Hello, Bob', 'Hello, dear Bob'])
  await expectCode(bob.api.conversations.edit({ messageId, text: 'mine' }), 'invalid-input')
})

test('M-55 deleted for everyone is gone on both sides, deleted for oneself on one', async () => {
  const { alice, bob, withBob, withAlice } = await twoContacts(await testRelay())
  const { id } = await alice.api.conversations.sendText({ conversationId: withBob, text: 'oh no' })
  await bob.messages(withAlice, (all) => all.length === 2)
  await alice.messages(withBob, (all) => last(all).delivery === 'delivered')
  await expectCode(bob.api.conversations.delete({ messageIds: [id], everyone: true }), 'invalid-input')
  await alice.api.conversations.delete({ messageIds: [id], everyone: true })
  await alice.api.conversations.delete({ messageIds: [id], everyone: true })
  expect(bodyOf(await bob.messages(withAlice, (all) => bodyOf(all).kind === 'deleted'))).toEqual({ kind: 'deleted' })
  expect(bodyOf(await alice.messages(withBob, () => true))).toEqual({ kind: 'deleted' })
  expect((await bob.conversations(() => true))[0]).toMatchObject({ unread: 1, preview: { kind: 'deleted' } })
  await bob.api.conversations.delete({ messageIds: [id], everyone: false })
  expect(texts(await bob.messages(withAlice, (all) => all.length === 1))).toEqual(['Hello'])
  expect(await alice.messages(withBob, () => true)).toHaveLength(2)
})

test('M-56 what was read says so, unless either side does not want that', async () => {
  const { alice, bob, withBob, withAlice } = await twoContacts(await testRelay())
  const [hello] = await bob.messages(withAlice, (all) => all.length === 1)
  await bob.api.conversations.markRead({ conversationId: withAlice, upTo: (hello as Message).position })
  await alice.messages(withBob, ([one]) => one?.delivery === 'read')
  const details = await alice.api.conversations.details({ messageId: (hello as Message).id })
  expect(details.readAt).not.toBeNull()
  await alice.api.settings.change({ readReceipts: false })
  await alice.api.conversations.sendText({ conversationId: withBob, text: 'two' })
  const two = last(await bob.messages(withAlice, (all) => all.length === 2))
  await bob.api.conversations.markRead({ conversationId: withAlice, upTo: two.position })
  await bob.api.conversations.sendText({ conversationId: withAlice, text: 'after it' })
  const seen = await alice.messages(withBob, (all) => all.length === 3)
  expect(seen[1]?.delivery).toBe('delivered')
  expect((await alice.api.conversations.details({ messageId: two.id })).readAt).toBeNull()
})

test('M-57 typing is shown until a message arrives', async () => {
  const { alice, bob, withBob, withAlice } = await twoContacts(await testRelay())
  await alice.online()
  await bob.messages(withAlice, (all) => all.length === 1)
  const writing = await alice.api.conversations.typing()
  await bob.api.conversations.setTyping({ conversationId: withAlice, typing: true })
  await firstOf(writing, (list) => list.includes(withBob))
  await bob.api.conversations.sendText({ conversationId: withAlice, text: 'there' })
  await firstOf(await alice.api.conversations.typing(), (list) => list.length === 0)
})

test('M-58 messages disappear on both sides, also across a restart', async () => {
  const { alice, bob, withBob, withAlice } = await twoContacts(await testRelay())
  await alice.api.conversations.setTimer({ conversationId: withBob, seconds: 2 })
  await bob.conversations((list) => list[0]?.expiresAfter === 2)
  await alice.api.conversations.sendText({ conversationId: withBob, text: 'soon gone' })
  const seen = last(await bob.messages(withAlice, (all) => texts(all).includes('soon gone')))
  expect(seen).toMatchObject({ expiresAfter: 2, expiresAt: null })
  await alice.messages(withBob, (all) => all.length === 2)
  await bob.close()
  await bob.open()
  expect(texts(await bob.messages(withAlice, () => true))).toContain('soon gone')
  await bob.api.conversations.markRead({ conversationId: withAlice, upTo: seen.position })
  await bob.messages(withAlice, (all) => !texts(all).includes('soon gone'))
})

test('M-59 both set the time at once and agree', async () => {
  const { alice, bob, withBob, withAlice } = await twoContacts(await testRelay())
  await Promise.all([
    alice.api.conversations.setTimer({ conversationId: withBob, seconds: 100 }),
    bob.api.conversations.setTimer({ conversationId: withAlice, seconds: 200 }),
  ])
  const winner = (await alice.accountId()) > (await bob.accountId()) ? 100 : 200
  await alice.messages(
    withBob,
    (all) => all.filter(({ body }) => body.kind === 'timer').length >= (winner === 100 ? 1 : 2),
  )
  await alice.conversations((list) => list[0]?.expiresAfter === winner)
  await bob.conversations((list) => list[0]?.expiresAfter === winner)
})

test('M-60 a stranger learns nothing', async () => {
  const relay = await testRelay()
  const [alice, bob] = [new Person(), new Person()]
  await Promise.all([alice.join(relay, 'alice'), bob.join(relay, 'bob')])
  const { conversationId: withBob } = await alice.api.contacts.start({ usernameOrInvite: 'bob' })
  await alice.api.conversations.sendText({ conversationId: withBob, text: 'Hi Bob' })
  const withAlice = conversationWith(await alice.accountId())
  const [message] = await bob.messages(withAlice, (all) => all.length === 1)
  const { id: messageId, position } = message as Message
  await bob.api.conversations.markRead({ conversationId: withAlice, upTo: position })
  const { conversations } = bob.api
  await expectCode(conversations.react({ messageId, emoji: '👍' }), 'not-found')
  await expectCode(conversations.setTyping({ conversationId: withAlice, typing: true }), 'not-found')
  await expectCode(conversations.setTimer({ conversationId: withAlice, seconds: 60 }), 'not-found')
  expect((await alice.messages(withBob, ([one]) => one?.delivery === 'sent'))[0]?.delivery).toBe('sent')
  await conversations.acceptRequest({ conversationId: withAlice })
  await alice.messages(withBob, ([one]) => one?.delivery === 'read')
})

test('M-61 a forwarded text says so and tells nothing of its author', async () => {
  const relay = await testRelay()
  const { alice, bob, withBob, withAlice } = await twoContacts(relay)
  const carol = new Person()
  await carol.join(relay, 'carol')
  const { conversationId: withCarol } = await alice.api.contacts.start({ usernameOrInvite: 'carol' })
  const one = await bob.api.conversations.sendText({ conversationId: withAlice, text: 'one' })
  const two = await bob.api.conversations.sendText({ conversationId: withAlice, text: 'two', replyTo: one.id })
  await alice.messages(withBob, (all) => all.length === 3)
  await alice.api.conversations.forward({ messageIds: [one.id, two.id], to: [withCarol, withBob] })
  await carol.conversations((list) => list.length === 1)
  const got = await carol.messages(conversationWith(await alice.accountId()), (all) => all.length === 2)
  expect(got.map(({ body }) => body)).toEqual(
    ['one', 'two'].map((text) => ({ kind: 'text', text, ranges: [], quote: null, forwarded: true })),
  )
  expect(texts(await bob.messages(withAlice, (all) => all.length === 5))).toEqual(['Hello', 'one', 'two', 'one', 'two'])
})
