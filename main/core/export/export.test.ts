import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ExportEvent, Message } from '../../../shared/contract/index.ts'
import { conversationWith, newAccountId, newMessageId, TransferId } from '../../../shared/ids.ts'
import { type ExportDeps, exportConversation, pageSize } from './export.ts'
import { htmlOf } from './text.ts'

const conversation = conversationWith(newAccountId())
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'megachat-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const message = (position: number, body: Message['body'], own = false): Message => ({
  ...{ id: newMessageId(), conversationId: conversation, own, position, sentAt: 1_800_000_000_000 + position, body },
  ...{ editedAt: null, reactions: [], expiresAfter: null, expiresAt: null, delivery: null, error: null },
})
const said = (text: string, change: Partial<Extract<Message['body'], { kind: 'text' }>> = {}): Message['body'] => ({
  ...{ kind: 'text', text, ranges: [], quote: null, forwarded: false },
  ...change,
})
const file = (name: string): Message['body'] => ({
  ...{ kind: 'file', transferId: TransferId.parse(crypto.randomUUID()), name, size: 3, media: null },
  ...{ caption: '', ranges: [], quote: null, forwarded: false },
})

const depsFor = (messages: readonly Message[], change: Partial<ExportDeps> = {}): ExportDeps => ({
  nameOf: () => 'Bob <b>',
  count: () => messages.length,
  after: (_, after, limit) => messages.filter(({ position }) => position > after).slice(0, limit),
  fileOf: () => null,
  copySealed: async () => null,
  ...change,
})
const run = (deps: ExportDeps, signal?: AbortSignal) =>
  exportConversation(deps, {
    ...{ conversation, parent: folder, language: 'en', files: true, now: 1_800_000_100_000, signal },
  })

async function finished(events: AsyncIterable<ExportEvent>): Promise<Extract<ExportEvent, { type: 'done' }>> {
  let last: ExportEvent | undefined
  for await (const event of events) last = event
  if (last?.type !== 'done') throw new Error('it has not ended')
  return last
}
const page = (name: string, file = 'index.html') => readFileSync(path.join(folder, name, file), 'utf8')

test('nothing that somebody wrote becomes markup', async () => {
  const evil = '<img src=x onerror="alert(1)">&\'</p>'
  const quote = { messageId: newMessageId(), own: false, kind: 'text', excerpt: evil } as const
  const messages = [message(1, said(evil, { quote })), message(2, file(evil)), message(3, said('ok'), true)]
  const { folder: name } = await finished(run(depsFor(messages)))
  const html = page(name)
  expect(html).not.toContain('<img src=x')
  expect(html).not.toContain('</p>&')
  expect(html).toContain('&lt;img src=x')
  expect(html).toContain('Chat with Bob &lt;b&gt;')
  fc.assert(
    fc.property(fc.string(), fc.nat(10), fc.integer({ min: 1, max: 10 }), (text, start, length) => {
      const shown = htmlOf({ text, ranges: [{ style: 'bold', start, length }] })
      const bare = shown.replace(/<\/?(?:span|a)(?: [a-z]+="[^"<>]*")*>/gu, '')
      expect(bare).not.toMatch(/[<>"']/u)
    }),
  )
})

test('formats and addresses are kept', () => {
  expect(htmlOf({ text: 'now or never', ranges: [{ style: 'bold', start: 0, length: 3 }] })).toBe(
    '<span class="bold">now</span> or never',
  )
  expect(htmlOf({ text: 'see https://a.org/?x=1&y=2.', ranges: [] })).toBe(
    'see <a href="https://a.org/?x=1&amp;y=2" rel="noreferrer">https://a.org/?x=1&amp;y=2</a>.',
  )
})

test('files are copied under safe names, and what is missing is said', async () => {
  const source = path.join(folder, 'source')
  writeFileSync(source, 'abc')
  const messages = [message(1, file('../../a b?.txt')), message(2, file('a b_.txt')), message(3, file('gone.txt'))]
  const gone = messages[2]?.body
  const deps = depsFor(messages, {
    fileOf: (id) => (gone?.kind === 'file' && gone.transferId === id ? null : source),
  })
  const done = await finished(run(deps))
  expect(done.missing).toBe(1)
  const copies = readdirSync(path.join(folder, done.folder, 'files'))
  expect(copies).toHaveLength(2)
  for (const copy of copies) expect(page(done.folder)).toContain(encodeURIComponent(copy))
  expect(page(done.folder)).toContain('not on this computer: gone.txt')
})

test('a long chat has pages, and a second export its own folder', async () => {
  const messages = Array.from({ length: pageSize + 1 }, (_, index) => message(index + 1, said(`number ${index + 1}!`)))
  const first = await finished(run(depsFor(messages)))
  const second = await finished(run(depsFor(messages)))
  expect(second.folder).not.toBe(first.folder)
  expect(page(first.folder)).toContain(`number ${pageSize}!`)
  expect(page(first.folder)).not.toContain(`number ${pageSize + 1}!`)
  expect(page(first.folder, 'page-2.html')).toContain(`number ${pageSize + 1}!`)
})

test('an empty chat is exported too, one that is not there is not', async () => {
  const { folder: name } = await finished(run(depsFor([])))
  expect(page(name)).toContain('No messages.')
  await expect(finished(run(depsFor([], { nameOf: () => null })))).rejects.toMatchObject({ code: 'not-found' })
})

test('what is stopped leaves nothing behind', async () => {
  const events = run(depsFor([message(1, file('a.txt')), message(2, said('b'))]))
  await events.next()
  expect(readdirSync(folder)).toHaveLength(1)
  await events.return(undefined)
  expect(readdirSync(folder)).toEqual([])
  const controller = new AbortController()
  controller.abort()
  await expect(finished(run(depsFor([message(1, said('a'))]), controller.signal))).rejects.toThrow()
  expect(readdirSync(folder)).toEqual([])
})
