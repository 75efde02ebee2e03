import { create } from '@bufbuild/protobuf'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type AccountId, type ConversationId, conversationWith, type MessageId } from '../../../shared/ids.ts'
import {
  DeletionSchema,
  DisappearingTimerSchema,
  QuotedKind,
  Receipt_Kind,
  ReceiptSchema,
  TextSchema,
  TypingSchema,
} from '../../../shared/wire/gen/content_pb.js'
import { type ContentBody, idBytes, messageIdOf } from '../relay/index.ts'
import { TestConversations } from './conversations.testing.ts'

let person: TestConversations
let bob: AccountId
let withBob: ConversationId

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000, toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  person = new TestConversations()
  bob = person.meet()
  withBob = conversationWith(bob)
})
afterEach(() => {
  person.close()
  vi.useRealTimers()
})

const say = (text: string) => person.room.sending.sendText(withBob, { text })
const receipt = (kind: Receipt_Kind, ...ids: MessageId[]): ContentBody => ({
  case: 'receipt',
  value: create(ReceiptSchema, { kind, messageIds: ids.map(idBytes) }),
})
const receiptsSent = () =>
  person.sent.flatMap(({ to, body }) =>
    body.case === 'receipt' ? [{ to, kind: body.value.kind, ids: body.value.messageIds.map(messageIdOf) }] : [],
  )
const readAll = () => person.room.markRead(withBob, Number.MAX_SAFE_INTEGER)
const texts = () => person.timeline(bob).map(({ body }) => (body.kind === 'text' ? body.text : body.kind))

describe('M-51 a quote', () => {
  const quoting = (messageId: MessageId, excerpt: string): ContentBody => ({
    case: 'text',
    value: create(TextSchema, {
      text: 'indeed',
      quote: { messageId: idBytes(messageId), own: false, kind: QuotedKind.TEXT, excerpt },
    }),
  })
  const quoteSeen = () => {
    const body = person.timeline(bob).at(-1)?.body
    return body?.kind === 'text' ? body.quote : undefined
  }

  test('puts no words into anybody’s mouth', () => {
    const { id } = say('I said this')
    person.receive({ from: bob, body: quoting(id, 'I never said this') })
    expect(quoteSeen()).toEqual({ messageId: id, own: true, kind: 'text', excerpt: 'I said this' })
  })

  test('may say what the message said before it was edited', () => {
    const { id } = say('first')
    person.room.edits.edit(id, { text: 'second' })
    person.receive({ from: bob, body: quoting(id, 'first') })
    expect(quoteSeen()?.excerpt).toBe('first')
  })

  test('brings nothing back that was deleted', () => {
    const { id } = say('gone')
    person.room.deletions.delete([id], true)
    person.receive({ from: bob, body: quoting(id, 'gone') })
    expect(quoteSeen()?.excerpt).toBe('')
  })

  test('of another conversation is not looked up', () => {
    const carol = person.meet()
    const id = person.hear(carol, 'secret of Carol')
    person.receive({ from: bob, body: quoting(id, 'x') })
    expect(JSON.stringify(quoteSeen())).not.toContain('Carol')
  })
})

describe('M-56 receipts', () => {
  test('say delivered once for a batch, and read when it is read', () => {
    person.receive(
      ...['one', 'two'].map((text) => ({
        from: bob,
        body: { case: 'text', value: create(TextSchema, { text }) } as const,
      })),
    )
    const ids = person.timeline(bob).map(({ id }) => id)
    readAll()
    readAll()
    expect(receiptsSent()).toEqual([
      { to: bob, kind: Receipt_Kind.DELIVERED, ids },
      { to: bob, kind: Receipt_Kind.READ, ids },
    ])
  })

  test('are not sent where they are switched off', () => {
    Object.assign(person.settings, { deliveryReceipts: false, readReceipts: false })
    person.hear(bob, 'hi')
    readAll()
    expect(receiptsSent()).toEqual([])
    expect(person.listed(withBob)?.unread).toBe(0)
  })

  test('go to nobody who has not accepted us, however much is read', () => {
    const mallory = person.meet('request')
    person.hear(mallory, 'hi')
    person.room.markRead(conversationWith(mallory), Number.MAX_SAFE_INTEGER)
    expect(person.sent).toEqual([])
  })

  test('of somebody else, or older ones, change nothing', () => {
    const { id } = say('hello')
    person.receive({ from: person.meet(), body: receipt(Receipt_Kind.READ, id) })
    expect(person.timeline(bob)[0]?.delivery).toBe('waiting')
    person.receive({ from: bob, body: receipt(Receipt_Kind.READ, id) })
    person.receive({ from: bob, body: receipt(Receipt_Kind.DELIVERED, id) })
    expect(person.timeline(bob)[0]?.delivery).toBe('read')
  })

  test('do not count a message as read that has yet to come', () => {
    person.hear(bob, 'one')
    readAll()
    person.hear(bob, 'two')
    expect(person.listed(withBob)?.unread).toBe(1)
  })
})

describe('M-57 typing', () => {
  const typing = (on: boolean) =>
    ({ from: bob, ephemeral: true, body: { case: 'typing', value: create(TypingSchema, { typing: on }) } }) as const
  const shown = async () => {
    const stream = person.room.typing.watch()
    const { value } = await stream.next()
    await stream.return?.()
    return value
  }

  test('ends with silence, with its word, and with a message', async () => {
    person.receive(typing(true))
    expect(await shown()).toEqual([withBob])
    vi.advanceTimersByTime(14_000)
    person.receive(typing(true))
    vi.advanceTimersByTime(14_000)
    expect(await shown()).toEqual([withBob])
    vi.advanceTimersByTime(2_000)
    expect(await shown()).toEqual([])
    person.receive(typing(true))
    person.receive(typing(false))
    expect(await shown()).toEqual([])
    person.receive(typing(true))
    person.hear(bob, 'here')
    expect(await shown()).toEqual([])
  })

  test('is told at most every ten seconds, and when it ends', () => {
    const { room } = person
    for (let second = 0; second < 25; second += 1) {
      room.typing.set(withBob, true)
      vi.advanceTimersByTime(1_000)
    }
    room.typing.set(withBob, false)
    room.typing.set(withBob, false)
    const said = person.whispered.map(({ body }) => body.case === 'typing' && body.value.typing)
    expect(said).toEqual([true, true, true, false])
  })

  test('is neither told nor shown where it is switched off, nor durable, nor by strangers', async () => {
    person.receive({ ...typing(true), ephemeral: false })
    const mallory = person.meet('request')
    person.receive({ ...typing(true), from: mallory })
    expect(await shown()).toEqual([])
    person.settings.typingIndicators = false
    person.receive(typing(true))
    person.room.typing.set(withBob, true)
    expect(await shown()).toEqual([])
    expect(person.whispered).toEqual([])
  })
})

describe('M-58 disappearing', () => {
  test('begins with reading, by the clock of this computer', () => {
    person.room.start()
    person.hear(bob, 'brief', { expiresAfter: 60 })
    vi.advanceTimersByTime(3_600_000)
    expect(texts()).toEqual(['brief'])
    readAll()
    vi.advanceTimersByTime(59_000)
    expect(texts()).toEqual(['brief'])
    vi.advanceTimersByTime(1_500)
    expect(texts()).toEqual([])
  })

  test('is not late by more than a look at the clock after a night of sleep', () => {
    person.room.start()
    person.hear(bob, 'brief', { expiresAfter: 7 * 24 * 3600 })
    readAll()
    // The clock goes on, timers do not.
    vi.setSystemTime(Date.now() + 8 * 24 * 3_600_000)
    vi.advanceTimersByTime(60_000)
    expect(texts()).toEqual([])
  })

  test('goes on after a restart, at once with what is due', () => {
    person.hear(bob, 'brief', { expiresAfter: 10 })
    readAll()
    vi.setSystemTime(Date.now() + 11_000)
    person.room.start()
    vi.advanceTimersByTime(0)
    expect(texts()).toEqual([])
  })

  test('takes versions and reactions along', () => {
    person.room.start()
    const id = person.hear(bob, 'brief', { expiresAfter: 5 })
    person.room.reactions.react(id, '👍')
    readAll()
    vi.advanceTimersByTime(5_000)
    for (const table of ['message', 'reaction', 'message_version'])
      expect(person.store.db.prepare(`SELECT count(*) AS n FROM ${table}`).get()).toEqual({ n: 0 })
  })

  test('waits for what is under way', () => {
    let busy = true
    person.room.disappearing.expiry.holdBy(() => busy)
    person.room.start()
    person.hear(bob, 'brief', { expiresAfter: 5 })
    readAll()
    vi.advanceTimersByTime(30_000)
    expect(texts()).toEqual(['brief'])
    busy = false
    vi.advanceTimersByTime(60_000)
    expect(texts()).toEqual([])
  })

  test('of what comes late, among what has been read already, begins at once', () => {
    person.room.start()
    person.hear(bob, 'later', { counter: 20 })
    readAll()
    person.hear(bob, 'before', { counter: 10, expiresAfter: 5 })
    vi.advanceTimersByTime(5_500)
    expect(texts()).toEqual(['later'])
  })
})

describe('M-59 the time', () => {
  const timer = (seconds: number, change: bigint) =>
    ({
      from: bob,
      body: { case: 'disappearingTimer', value: create(DisappearingTimerSchema, { seconds, change }) },
    }) as const
  const now = () => person.listed(withBob)?.expiresAfter

  test('is that of the newest change, whenever it comes', () => {
    person.receive(timer(100, 2n))
    person.receive(timer(50, 1n))
    expect(now()).toBe(100)
    person.room.disappearing.setTimer(withBob, 30)
    person.receive(timer(70, 2n))
    expect(now()).toBe(30)
    person.receive(timer(0, 4n))
    expect(now()).toBeNull()
  })

  test('cannot be taken away from us for good', () => {
    person.hear(bob, 'hi')
    person.receive(timer(100, 2n ** 63n))
    expect(now()).toBeNull()
    person.receive(timer(2 ** 31, 1n))
    expect(now()).toBeNull()
  })
})

describe('M-55 what was deleted', () => {
  test('for everyone is told once, for those that were not deleted before', () => {
    const ids = [say('one').id, say('two').id]
    person.room.deletions.delete(ids.slice(0, 1), true)
    person.room.deletions.delete(ids, true)
    const told = person.sent.flatMap(({ body }) =>
      body.case === 'deletion' ? [body.value.messageIds.map(messageIdOf)] : [],
    )
    expect(told).toEqual([ids.slice(0, 1), ids.slice(1)])
    expect(texts()).toEqual(['deleted', 'deleted'])
  })

  test('is not brought back by a receipt, an outcome or an edit', () => {
    const { id } = say('one')
    person.room.deletions.delete([id], true)
    person.receive({ from: bob, body: receipt(Receipt_Kind.READ, id) })
    expect(person.timeline(bob)[0]).toMatchObject({ delivery: null, body: { kind: 'deleted' } })
    expect(() => person.room.edits.edit(id, { text: 'again' })).toThrow()
  })

  test('again and again by its author stays deleted', () => {
    const id = person.hear(bob, 'theirs')
    const body: ContentBody = { case: 'deletion', value: create(DeletionSchema, { messageIds: [idBytes(id)] }) }
    person.receive({ from: bob, body }, { from: bob, body })
    expect(texts()).toEqual(['deleted'])
  })
})

describe('the shelf', () => {
  test('an archived conversation comes back with a message, unless it is muted', () => {
    person.hear(bob, 'one')
    const { shelf } = person.room
    shelf.archive(withBob, true)
    person.hear(bob, 'two')
    expect(person.listed(withBob)?.archived).toBe(false)
    shelf.archive(withBob, true)
    shelf.mute(withBob, Date.now() + 60_000)
    person.hear(bob, 'three')
    expect(person.listed(withBob)?.archived).toBe(true)
    vi.advanceTimersByTime(61_000)
    person.hear(bob, 'four')
    expect(person.listed(withBob)?.archived).toBe(false)
  })

  test('marked as unread is until it is read', () => {
    person.hear(bob, 'one')
    readAll()
    person.room.shelf.markUnread(withBob)
    expect(person.listed(withBob)).toMatchObject({ markedUnread: true, unread: 0 })
    readAll()
    expect(person.listed(withBob)?.markedUnread).toBe(false)
  })

  test('a draft keeps what it answers until told otherwise', () => {
    const id = person.hear(bob, 'one')
    const { shelf } = person.room
    shelf.draft(withBob, 'well', id)
    shelf.draft(withBob, 'well, well', undefined)
    expect(person.listed(withBob)).toMatchObject({ draft: 'well, well', draftReplyTo: id })
    shelf.draft(withBob, '', null)
    expect(person.listed(withBob)).toMatchObject({ draft: '', draftReplyTo: null })
  })
})
