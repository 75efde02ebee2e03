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

/** Asking the calendar takes a microsecond, and ten thousand messages mostly lie on the day of the one before. */
function dayFinder(): (time: number) => number {
  let start = Number.NaN
  let day = 0
  return (time) => {
    // 23 hours: the shortest day, when summer time begins.
    if (time >= start && time < start + 23 * 3_600_000) return day
    start = new Date(time).setHours(0, 0, 0, 0)
    day = dayNumber(time)
    return day
  }
}

function sameGroup(a: Message | undefined, b: Message | undefined, dayOf: (time: number) => number): boolean {
  if (a === undefined || b === undefined) return false
  return (
    groups(a) &&
    groups(b) &&
    a.own === b.own &&
    Math.abs(b.sentAt - a.sentAt) <= groupSpanMs &&
    dayOf(a.sentAt) === dayOf(b.sentAt)
  )
}

/**
 * The rows for `messages`, oldest first.
 * `unreadFrom`: position of the first message that was unread when the conversation was opened, or null.
 * `complete`: nothing older exists.
 */
export function rowsOf(messages: readonly Message[], unreadFrom: number | null, complete = false): Row[] {
  const rows: Row[] = complete ? [{ kind: 'beginning', key: 'beginning' }] : []
  const dayOf = dayFinder()
  let day: number | null = null
  const [oldest] = messages
  // Where everything is new a line says nothing; a part of the conversation that begins after it has none.
  let lineDrawn =
    unreadFrom === null ||
    (oldest !== undefined && (complete ? oldest.position >= unreadFrom : oldest.position > unreadFrom))
  messages.forEach((message, index) => {
    const today = dayOf(message.sentAt)
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
      first: line || !sameGroup(messages[index - 1], message, dayOf),
      last: lineFollows || !sameGroup(message, next, dayOf),
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
