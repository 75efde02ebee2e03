import { expect, test } from 'vitest'
import type { Client } from './person.ts'
import { testRelay, twoContacts } from './person.ts'

const found = async (api: Client, query: string): Promise<string[]> =>
  (await api.search.messages({ query, limit: 10 })).hits.map(({ snippet }) => snippet)

test('M-82 both sides find what was said, as it is now: changed, deleted for everyone, removed', async () => {
  const { alice, bob, withBob, withAlice } = await twoContacts(await testRelay())
  const { id } = await alice.api.conversations.sendText({ conversationId: withBob, text: 'The Grüße of yesterday' })
  await bob.messages(withAlice, (all) => all.some((message) => message.id === id))
  for (const { api } of [alice, bob]) expect(await found(api, 'grusse')).toEqual(['The Grüße of yesterday'])

  await alice.api.conversations.edit({ messageId: id, text: 'The greetings of today' })
  await bob.messages(withAlice, (all) => all.some(({ editedAt }) => editedAt !== null))
  for (const { api } of [alice, bob]) {
    expect(await found(api, 'grusse')).toEqual([])
    expect(await found(api, 'greet')).toEqual(['The greetings of today'])
  }

  await alice.api.conversations.delete({ messageIds: [id], everyone: true })
  await bob.messages(withAlice, (all) => all.some(({ body }) => body.kind === 'deleted'))
  for (const { api } of [alice, bob]) expect(await found(api, 'greet')).toEqual([])

  await bob.api.conversations.sendText({ conversationId: withAlice, text: 'Farewell' })
  expect(await found(bob.api, 'farewell')).toEqual(['Farewell'])
  await bob.api.conversations.remove({ conversationId: withAlice })
  expect(await found(bob.api, 'farewell')).toEqual([])
})

test('a jump finds its place: messages around one, and those after it', async () => {
  const { alice, withBob } = await twoContacts(await testRelay())
  const ids = []
  for (let n = 0; n < 20; n++) {
    ids.push((await alice.api.conversations.sendText({ conversationId: withBob, text: `line ${n}` })).id)
  }
  const around = await alice.api.conversations.around({ messageId: ids[9] as (typeof ids)[0], limit: 5 })
  expect(around.messages.map(({ id }) => id)).toEqual(ids.slice(7, 12))
  expect(around).toMatchObject({ older: true, newer: true })
  const after = around.messages.at(-1)?.position ?? 0
  const rest = await alice.api.conversations.newer({ conversationId: withBob, after, limit: 100 })
  expect(rest.messages.map(({ id }) => id)).toEqual(ids.slice(12))
  expect(rest.more).toBe(false)
})
