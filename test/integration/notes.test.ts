import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { conversationWith } from '../../shared/ids.ts'
import { resolveToken, tokenOf } from '../fixtures/path-token.ts'
import { type Call, HostileProxy } from './hostile-proxy.ts'
import { expectCode, Person, temporaryFolder, testRelay, texts } from './person.ts'

test('M-79 notes to oneself are kept, changed and found, and nothing of them leaves', async () => {
  const proxy = await HostileProxy.start()
  const relay = await testRelay({ hosts: [proxy.host] })
  proxy.leadsTo(relay.port)
  const alice = new Person(undefined, { resolvePath: resolveToken })
  await alice.join(`http://${proxy.host}`, 'alice')
  await alice.online()
  const before = proxy.calls.length
  const { api } = alice
  const { conversationId } = await api.conversations.openNotes()
  expect(conversationId).toBe(conversationWith(await alice.accountId()))
  expect(await alice.conversations((list) => list.length === 1)).toMatchObject([{ notes: true, state: 'accepted' }])

  const milk = await api.conversations.sendText({ conversationId, text: 'buy milk' })
  expect(milk.delivery).toBe(null)
  await api.conversations.edit({ messageId: milk.id, text: 'buy oat milk' })
  await api.conversations.react({ messageId: milk.id, emoji: '👍' })
  const other = await api.conversations.sendText({ conversationId, text: 'a secret', replyTo: milk.id })
  await api.conversations.setTyping({ conversationId, typing: true })
  await api.conversations.markRead({ conversationId, upTo: Number.MAX_SAFE_INTEGER })
  const all = await alice.messages(conversationId, (list) => list.length === 2)
  expect(all[0]).toMatchObject({ body: { text: 'buy oat milk' }, reactions: [{ emoji: '👍', own: true }] })
  expect((await api.search.messages({ query: 'oat', limit: 5 })).hits).toHaveLength(1)
  await api.conversations.delete({ messageIds: [other.id], everyone: true })
  expect(texts(await alice.messages(conversationId, (list) => list.length === 1))).toEqual(['buy oat milk'])
  await api.conversations.forward({ messageIds: [milk.id], to: [conversationId] })
  await alice.messages(conversationId, (list) => list.length === 2)

  const reachesOthers = ({ method, path }: Call): boolean =>
    /^\/v1\/(mailboxes|bundles|accounts\/by-name|blobs)/u.test(path) && method !== 'GET'
  expect(proxy.calls.slice(before).filter(reachesOthers)).toEqual([])
  await alice.close()
  await alice.open()
  expect(texts(await alice.messages(conversationId, (list) => list.length === 2))).toEqual([
    'buy oat milk',
    'buy oat milk',
  ])
  await alice.api.conversations.remove({ conversationId })
  expect(await alice.conversations(() => true)).toEqual([])
})

test('M-79 of files notes hold what lies in the profile; timers and calls there are none', async () => {
  const alice = new Person(undefined, { resolvePath: resolveToken })
  await alice.join(await testRelay(), 'alice')
  const { api } = alice
  const { conversationId } = await api.conversations.openNotes()
  const folder = temporaryFolder()
  const picture = path.join(folder, 'list.png')
  writeFileSync(picture, Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(5000, 7)]))
  const media = {
    kind: 'picture',
    type: 'image/png',
    width: 4,
    height: 4,
    duration: 0,
    waveform: [] as number[],
  } as const
  const { transferId } = await api.media.send({
    ...{ conversationId, file: tokenOf(picture), name: 'list.png', media, thumbnail: null },
  })
  expect(await api.media.open({ transferId })).toMatchObject({ state: 'here', problem: null, file: expect.any(String) })
  const [message] = await alice.messages(conversationId, (list) => list.length === 1)
  expect(message).toMatchObject({ delivery: null, body: { kind: 'file', name: 'list.png' } })
  await alice.close()
  await alice.open()
  expect(await alice.api.media.open({ transferId })).toMatchObject({ state: 'here' })
  expect((await alice.api.media.save({ transferId })).name).toBe('list.png')

  await expectCode(alice.api.transfers.offer({ conversationId, file: tokenOf(picture) }), 'not-in-notes')
  await expectCode(alice.api.conversations.setTimer({ conversationId, seconds: 60 }), 'invalid-input')
  await expectCode(alice.api.calls.start({ conversationId, media: 'voice' }), 'contact-unknown')
})
