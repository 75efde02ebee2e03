import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createRouterClient } from '@orpc/server'
import fc from 'fast-check'
import { pino } from 'pino'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { ConversationId } from '../../../shared/ids.ts'
import { marksOf, parseQuery } from '../../../shared/search/index.ts'
import { conversationsMigrations } from '../conversations/index.ts'
import { openStore, type Store, type Tx } from '../store/index.ts'
import type { SearchedBody } from './document.ts'
import { Indexer, searchMigrations, searchRouter } from './index.ts'
import { searchMessages } from './search.ts'

const log = pino({ level: 'silent' })

/** A database with a conversation or two; `search` opens it as a program that searches does. */
function database() {
  const folder = mkdtempSync(path.join(tmpdir(), 'search-'))
  const file = path.join(folder, 'profile.db')
  const key = randomBytes(32)
  const open = (migrations = [...conversationsMigrations, ...searchMigrations]) => openStore({ file, key, migrations })
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return { open, before: () => open([...conversationsMigrations]) }
}

function searching(store: Store): { store: Store; indexer: Indexer } {
  const indexer = new Indexer({ store, log })
  onTestFinished(() => {
    indexer.close()
    store.close()
  })
  return { store, indexer }
}

const chat = ConversationId.parse(randomUUID())
const otherChat = ConversationId.parse(randomUUID())

const text = (words: string): SearchedBody => ({ kind: 'text', text: words })

function put(
  tx: Tx,
  body: SearchedBody,
  { conversation = chat, own = false, id = randomUUID() as string } = {},
): string {
  tx.db.prepare('INSERT INTO conversation (id, last_activity) VALUES (?, 0) ON CONFLICT DO NOTHING').run(conversation)
  const sql = `INSERT INTO message (id, conversation, position, own, counter, sent_at, kind, body)
    VALUES (?, ?, (SELECT coalesce(max(position), 0) + 1 FROM message WHERE conversation = ?), ?, 0, 0, ?, ?)`
  tx.db.prepare(sql).run(id, conversation, conversation, own ? 1 : 0, body.kind, JSON.stringify(body))
  return id
}
const edit = (tx: Tx, id: string, body: SearchedBody) =>
  tx.db.prepare('UPDATE message SET body = ? WHERE id = ?').run(JSON.stringify(body), id)
const remove = (tx: Tx, id: string) => tx.db.prepare('DELETE FROM message WHERE id = ?').run(id)

const find = async (store: Store, query: string, conversationId?: ConversationId): Promise<string[]> =>
  (await searchMessages(store, { query, conversationId, limit: 100 })).hits.map(({ snippet }) => snippet)

describe('the index follows the messages (M-82)', () => {
  test('what is written, changed, deleted and removed with its chat', async () => {
    const { store } = searching(database().open())
    const [first] = store.transaction((tx) => [
      put(tx, text('a first message')),
      put(tx, text('a second message')),
      put(tx, text('another chat'), { conversation: otherChat }),
    ])
    expect(await find(store, 'message')).toEqual(['a second message', 'a first message'])
    store.transaction((tx) => edit(tx, first as string, text('changed words')))
    expect(await find(store, 'first')).toEqual([])
    expect(await find(store, 'changed')).toEqual(['changed words'])
    store.transaction((tx) => remove(tx, first as string))
    expect(await find(store, 'changed')).toEqual([])
    store.transaction((tx) => tx.db.prepare('DELETE FROM conversation WHERE id = ?').run(otherChat))
    expect(await find(store, 'another')).toEqual([])
  })

  test('captions, names of files and of contacts', async () => {
    const { store } = searching(database().open())
    const file = { kind: 'file', transferId: randomUUID(), name: 'Holiday.jpg', size: 1, caption: 'the beach' }
    store.transaction((tx) => {
      put(tx, { ...file })
      put(tx, { kind: 'contact', name: 'Zoë', address: 'zoe@relay' })
      put(tx, { kind: 'notice', text: 'undecryptable' })
    })
    expect(await find(store, 'holiday beach')).toEqual(['the beach Holiday.jpg'])
    expect(await find(store, 'zoe')).toEqual(['Zoë zoe@relay'])
    expect(await find(store, 'undecryptable')).toEqual([])
  })

  test('what is rolled back leaves nothing', async () => {
    const { store } = searching(database().open())
    store.transaction((tx) => {
      put(tx, text('kept'))
      tx.attempt(() => {
        put(tx, text('dropped'))
        throw new Error('rolled back')
      })
    })
    expect(await find(store, 'kept')).toEqual(['kept'])
    expect(await find(store, 'dropped')).toEqual([])
    expect(store.db.prepare('SELECT count(*) FROM search_change').pluck().get()).toBe(0)
  })

  test('whatever happens, it finds what a look at each message finds', async () => {
    const words = fc.array(fc.constantFrom('Tee', 'Tea', 'tear', 'ä', 'a', '茶', '茶葉', 'x y', '🎉'), { maxLength: 4 })
    const step = fc.record({ kind: fc.constantFrom('put', 'edit', 'remove', 'commit'), words, at: fc.nat(9) })
    const queries = ['te', 'tea', '"a tee"', 'a', '茶', '葉', 'x y', 'tee 🎉']
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { open } = database()
        const store = open()
        const indexer = new Indexer({ store, log })
        const said = new Map<string, string>()
        let left = [...steps]
        while (left.length > 0) {
          const until = left.findIndex(({ kind }) => kind === 'commit')
          const batch = left.splice(0, until < 0 ? left.length : until + 1)
          store.transaction((tx) => {
            for (const { kind, words, at } of batch) {
              const body = words.join(' ')
              const id = [...said.keys()][at]
              if (kind === 'put') said.set(put(tx, text(body)), body)
              else if (id !== undefined && kind === 'edit') {
                edit(tx, id, text(body))
                said.set(id, body)
              } else if (id !== undefined && kind === 'remove') {
                remove(tx, id)
                said.delete(id)
              }
            }
          })
        }
        left = []
        for (const query of queries) {
          const expected = [...said.values()].filter((body) => marksOf(body, parseQuery(query)) !== null)
          expect((await find(store, query)).sort(), query).toEqual(expected.sort())
        }
        store.db.exec("INSERT INTO search_index (search_index) VALUES ('integrity-check')")
        indexer.close()
        store.close()
      }),
      { numRuns: 60 },
    )
  })
})

test('deleted words are nowhere in the database (M-83)', async () => {
  const { store } = searching(database().open())
  const secrets = ['clandestine', 'rendezvous', 'marmalade']
  const pages = () => store.db.serialize()
  const ids = store.transaction((tx) => {
    for (let n = 0; n < 300; n++) put(tx, text(`ordinary words number ${n}`))
    const hidden = secrets.map((secret) => put(tx, text(`${secret} in a message`)))
    for (let n = 0; n < 300; n++) put(tx, text(`more ordinary words ${n}`))
    return hidden
  })
  for (const secret of secrets) expect(pages().includes(secret.slice(1)), secret).toBe(true)
  store.transaction((tx) => {
    edit(tx, ids[0] as string, text('harmless'))
    remove(tx, ids[1] as string)
    tx.db.prepare('DELETE FROM conversation').run()
  })
  // A whole chat may take longer than its transaction has for the index.
  const left = () => store.db.prepare('SELECT count(*) FROM search_change').pluck().get()
  await vi.waitFor(() => expect(left()).toBe(0), 10_000)
  for (const secret of secrets) {
    // The index stores what words have in common once, so the beginning may stand elsewhere.
    for (const part of [secret, secret.slice(1), secret.slice(4)]) expect(pages().includes(part), part).toBe(false)
  }
})

describe('queries', () => {
  test('in one chat, own messages, pages, and how many there are (M-81)', async () => {
    const { store } = searching(database().open())
    store.transaction((tx) => {
      for (let n = 1; n <= 25; n++) put(tx, text(`tea ${n}`), { own: n % 5 === 0 })
      put(tx, text('tea elsewhere'), { conversation: otherChat })
    })
    expect(await find(store, 'tea', otherChat)).toEqual(['tea elsewhere'])
    expect(await find(store, 'from:me tea')).toEqual(['tea 25', 'tea 20', 'tea 15', 'tea 10', 'tea 5'])
    const first = await searchMessages(store, { query: 'tea', conversationId: chat, limit: 20 })
    expect(first).toMatchObject({ count: 25, prepared: 1 })
    const second = await searchMessages(store, {
      query: 'tea',
      conversationId: chat,
      limit: 20,
      cursor: first.next ?? 0,
    })
    expect([...first.hits, ...second.hits].map(({ snippet }) => snippet)).toEqual(
      Array.from({ length: 25 }, (_, n) => `tea ${25 - n}`),
    )
    expect(second.next).toBeNull()
  })

  test('no input breaks the syntax of the index (M-81)', async () => {
    const { store } = searching(database().open())
    store.transaction((tx) => put(tx, text('NEAR AND OR NOT "quoted" col:umn * ^ () {} -')))
    const piece = fc.constantFrom(
      '"',
      "'",
      '*',
      '(',
      ')',
      '{',
      '}',
      ':',
      '^',
      '-',
      '+',
      ' NEAR(',
      ' OR ',
      '\0',
      '\ue000',
      'ä',
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 20 }),
        async (parts) => {
          await find(store, parts.join(''), chat)
        },
      ),
      { numRuns: 3000 },
    )
    expect(await find(store, 'near AND or NOT quoted col:umn')).toHaveLength(1)
  })

  test('a spoiler stays hidden', async () => {
    const { store } = searching(database().open())
    const ranges = [{ style: 'spoiler' as const, start: 8, length: 10 }]
    const body = { kind: 'text', text: 'it ends badly ever', ranges }
    store.transaction((tx) => put(tx, body))
    expect(await find(store, 'ends')).toEqual(['it ends ▒▒▒▒▒ ▒▒▒▒'])
  })

  test('a search that is cancelled ends', async () => {
    const { store } = searching(database().open())
    const search = searchMessages(store, { query: 'tea', limit: 10 }, AbortSignal.abort())
    await expect(search).rejects.toThrow()
  })
})

describe('a history that is older than the index (M-84)', () => {
  test('is prepared piece by piece, newest first, while it is used', async () => {
    const profile = database()
    const before = profile.before()
    const ids = before.transaction((tx) => Array.from({ length: 1500 }, (_, n) => put(tx, text(`old ${n} tea`))))
    before.close()

    const { store, indexer } = searching(profile.open())
    expect(await searchMessages(store, { query: 'tea', limit: 1 })).toMatchObject({ hits: [], prepared: 0 })
    store.transaction((tx) => {
      put(tx, text('new tea'))
      edit(tx, ids[3] as string, text('changed tea'))
      remove(tx, ids[4] as string)
    })
    expect(await find(store, 'tea')).toEqual(['new tea'])
    indexer.start()
    const prepared = async () => (await searchMessages(store, { query: 'tea', limit: 1 })).prepared
    await vi.waitFor(async () => expect(await prepared()).toBeGreaterThan(0), { interval: 1 })
    expect(await find(store, '1499')).toEqual(['old 1499 tea'])
    store.transaction((tx) => remove(tx, ids[1499] as string))
    await vi.waitFor(async () => expect(await prepared()).toBe(1), 10_000)
    expect((await searchMessages(store, { query: 'tea', limit: 1 })).count).toBe(1000)
    expect(await find(store, 'old 3')).not.toContain('old 3 tea')
    expect(await find(store, 'changed')).toEqual(['changed tea'])
    expect(await find(store, '"old 4 tea"')).toEqual([])
    expect(await find(store, '1499')).toEqual([])
    expect(await find(store, '"old 0 tea"')).toEqual(['old 0 tea'])
  })

  test.each(['a change', 'a query'])('a damaged index that %s meets is made anew', async (by) => {
    const { store, indexer } = searching(database().open())
    const ids = store.transaction((tx) => Array.from({ length: 50 }, (_, n) => put(tx, text(`tea ${n}`))))
    store.db.unsafeMode(true).exec("UPDATE search_index_data SET block = x'00' WHERE id > 10")
    store.db.unsafeMode(false)
    const { messages } = createRouterClient(searchRouter(store, indexer), { context: {} })
    const [broken, ...others] = ids
    if (by === 'a change') store.transaction((tx) => remove(tx, broken as string))
    else await messages({ query: 'tea', limit: 1 })
    const left = by === 'a change' ? others.length : ids.length
    await vi.waitFor(async () => expect(await find(store, 'tea')).toHaveLength(left), 10_000)
  })
})
