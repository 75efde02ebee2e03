/** What stands below each other in a timeline: days, the unread line, messages in groups. Has no knowledge of components. */
import type { Message } from '../../../shared/contract/conversations.ts'
import { dayNumber } from '../../../shared/formats.ts'

/** Messages of one side within this time form one group. */
const groupSpanMs = 5 * 60_000

export type Row =
  /** Before the very first message. */
  | { readonly kind: 'beginning'; readonly key: string }
  | { readonly kind: 'day'; readonly key: string; readonly time: number }
  | { readonly kind: 'unread'; readonly key: string }
  | MessageRow

export interface MessageRow {
  readonly kind: 'message'
  readonly key: string
  readonly message: Message
  /** First and last of a group: they have the round corners, the last one the time. */
  readonly first: boolean
  readonly last: boolean
}

/** Calls and notices stand alone; texts and files form groups. */
const groups = (message: Message): boolean => message.body.kind === 'text' || message.body.kind === 'file'

function sameGroup(a: Message | undefined, b: Message | undefined): boolean {
  if (a === undefined || b === undefined) return false
  return (
    groups(a) &&
    groups(b) &&
    a.own === b.own &&
    Math.abs(b.sentAt - a.sentAt) <= groupSpanMs &&
    dayNumber(a.sentAt) === dayNumber(b.sentAt)
  )
}

/**
 * The rows for `messages`, oldest first.
 * `unreadFrom`: position of the first message that was unread when the conversation was opened, or null.
 * `complete`: nothing older exists.
 */
export function rowsOf(messages: readonly Message[], unreadFrom: number | null, complete = false): Row[] {
  const rows: Row[] = complete ? [{ kind: 'beginning', key: 'beginning' }] : []
  let day: number | null = null
  // Where everything is new a line says nothing.
  const [oldest] = messages
  let lineDrawn = unreadFrom === null || (complete && oldest !== undefined && oldest.position >= unreadFrom)
  messages.forEach((message, index) => {
    const today = dayNumber(message.sentAt)
    // Clocks of two people differ: a heading only when the day grows, never back and forth around midnight.
    if (day === null || today > day) {
      day = today
      rows.push({ kind: 'day', key: `day ${day}`, time: message.sentAt })
    }
    const line = !lineDrawn && unreadFrom !== null && message.position >= unreadFrom
    if (line) {
      lineDrawn = true
      rows.push({ kind: 'unread', key: 'unread' })
    }
    const next = messages[index + 1]
    const lineFollows = !lineDrawn && unreadFrom !== null && next !== undefined && next.position >= unreadFrom
    rows.push({
      kind: 'message',
      key: message.id,
      message,
      first: line || !sameGroup(messages[index - 1], message),
      last: lineFollows || !sameGroup(message, next),
    })
  })
  return rows
}

/** Position of the first of the `unread` newest messages of the other side, or null. */
export function firstUnread(messages: readonly Message[], unread: number): number | null {
  let left = unread
  let first: number | null = null
  for (let index = messages.length - 1; index >= 0 && left > 0; index -= 1) {
    const message = messages[index]
    if (message === undefined || message.own) continue
    first = message.position
    left -= 1
  }
  return first
}
