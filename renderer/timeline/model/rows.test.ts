import { describe, expect, test } from 'vitest'
import { firstUnread, rowsOf } from './rows.ts'
import { sampleMessage } from './samples.ts'

const shape = (...args: Parameters<typeof rowsOf>): string[] =>
  rowsOf(...args).map((row) =>
    row.kind === 'message' ? `${row.message.position}${row.first ? ' first' : ''}${row.last ? ' last' : ''}` : row.kind,
  )

describe('rows', () => {
  test('messages of one side within five minutes form a group', () => {
    const noon = new Date(2026, 10, 23, 12, 0).getTime()
    const messages = [
      sampleMessage(1, { sentAt: noon }),
      sampleMessage(2, { sentAt: noon + 60_000 }),
      sampleMessage(3, { sentAt: noon + 120_000, own: true }),
      sampleMessage(4, { sentAt: noon + 8 * 60_000, own: true }),
    ]
    expect(shape(messages, null)).toEqual(['day', '1 first', '2 last', '3 first last', '4 first last'])
  })

  test('each day has a heading, and a clock that runs back makes none', () => {
    const evening = new Date(2026, 10, 22, 23, 59).getTime()
    const messages = [
      sampleMessage(1, { sentAt: evening }),
      sampleMessage(2, { sentAt: evening + 120_000 }),
      sampleMessage(3, { sentAt: evening + 1000 }),
    ]
    expect(shape(messages, null)).toEqual(['day', '1 first last', 'day', '2 first last', '3 first last'])
  })

  test('the unread line parts a group', () => {
    const messages = [sampleMessage(1), sampleMessage(2), sampleMessage(3)]
    expect(shape(messages, 2)).toEqual(['day', '1 first last', 'unread', '2 first', '3 last'])
  })

  test('there is no unread line where everything is new', () => {
    expect(rowsOf([sampleMessage(1)], 1, true).map((row) => row.kind)).toEqual(['beginning', 'day', 'message'])
  })

  test('calls and notices stand alone', () => {
    const messages = [
      sampleMessage(1),
      sampleMessage(2, { body: { kind: 'notice', notice: 'identity-changed' } }),
      sampleMessage(3),
    ]
    expect(shape(messages, null)).toEqual(['day', '1 first last', '2 first last', '3 first last'])
  })
})

describe('the first unread message', () => {
  const messages = [sampleMessage(1), sampleMessage(2, { own: true }), sampleMessage(3), sampleMessage(4)]

  test('counts only what the other side sent', () => {
    expect(firstUnread(messages, 2)).toBe(3)
    expect(firstUnread(messages, 3)).toBe(1)
    expect(firstUnread(messages, 99)).toBe(1)
  })

  test('is none when all is read', () => {
    expect(firstUnread(messages, 0)).toBeNull()
  })
})
