/**
 * The messages of one open conversation: a stretch without gaps, merged from the event stream and from pages. Either it
 * reaches the live end, or it is a window somewhere in the past and the live end is kept beside it. Has no knowledge of
 * how messages look.
 */
import type { Message, TimelineEvent } from '../../../shared/contract/conversations.ts'
import { unreachable } from '../../../shared/errors.ts'
import type { MessageId } from '../../../shared/ids.ts'

/** Messages that follow each other in the conversation, none missing between them. */
export interface Stretch {
  /** By position, each once. */
  readonly messages: readonly Message[]
  /** Whether older messages exist beyond the first one here. */
  readonly more: boolean
}

export interface History extends Stretch {
  /** False until the first snapshot or window. */
  readonly loaded: boolean
  /** The newest messages, where `messages` is a window that does not reach them; else null. */
  readonly live: Stretch | null
  /** Grows whenever `messages` is another part of the conversation than before, not a longer or shorter one. */
  readonly place: number
}

export interface Page {
  readonly messages: readonly Message[]
  readonly more: boolean
}

/** What `conversations.around` gives. */
export interface Around {
  readonly messages: readonly Message[]
  readonly older: boolean
  readonly newer: boolean
}

/** Messages that stay in memory of one open conversation; what lies further from the view is asked for again. */
export const mostMessages = 1500
/** Messages that are kept of the live end beside a window. */
const liveSize = 100

export const emptyHistory: History = { messages: [], more: false, loaded: false, live: null, place: 0 }

/** `later` wins where an id stands in both. */
function merged(earlier: readonly Message[], later: readonly Message[]): readonly Message[] {
  const [first] = later
  const last = earlier.at(-1)
  if (first === undefined) return earlier
  if (last === undefined || last.position < first.position) return [...earlier, ...later]
  const byId = new Map(earlier.map((message) => [message.id, message]))
  for (const message of later) byId.set(message.id, message)
  return [...byId.values()].sort((a, b) => a.position - b.position)
}

const sorted = (messages: readonly Message[]): Message[] => [...messages].sort((a, b) => a.position - b.position)

/** Those of `changed` that have a place in a stretch: what lies beyond its open ends would stand next to a gap. */
function within({ messages, more }: Stretch, changed: readonly Message[], reachesEnd: boolean): Message[] {
  const known = new Set(messages.map(({ id }) => id))
  const from = more ? (messages[0]?.position ?? Number.POSITIVE_INFINITY) : Number.NEGATIVE_INFINITY
  const to = reachesEnd ? Number.POSITIVE_INFINITY : (messages.at(-1)?.position ?? Number.NEGATIVE_INFINITY)
  return sorted(changed).filter(({ id, position }) => known.has(id) || (position > from && position < to))
}

const liveEnd = (history: History): Stretch => history.live ?? history

/** The newest messages of the conversation, whether they are what is shown or not. */
export const newestMessages = (history: History): readonly Message[] => liveEnd(history).messages

function shortened({ messages, more }: Stretch, size: number): Stretch {
  return messages.length <= size ? { messages, more } : { messages: messages.slice(-size), more: true }
}

/** A new snapshot keeps what was scrolled back to only where both touch: a gap must not look like a conversation. */
function joinedAtStart(before: Stretch, after: Stretch): Stretch | null {
  const [first] = after.messages
  if (first === undefined || !before.messages.some(({ id }) => id === first.id)) return null
  const kept = before.messages.filter((message) => message.position < first.position)
  return { messages: [...kept, ...after.messages], more: kept.length > 0 ? before.more : after.more }
}

/** A window that has come to touch the live end is no window any more. */
function settled(history: History): History {
  const { live, place } = history
  if (live === null) return history
  const [start] = history.messages
  const last = history.messages.at(-1)
  if (start === undefined || last === undefined) return { ...history, ...live, live: null, place: place + 1 }
  const [first] = live.messages
  const touches = first === undefined ? !live.more : first.position <= last.position
  if (!touches) return history
  // Where both begin with the same message, to ask once more costs less than to miss what came before it.
  const more = first !== undefined && first.position <= start.position ? live.more : history.more
  return { ...history, messages: merged(history.messages, live.messages), more, live: null }
}

/** Those that a snapshot has, or says nothing of: what lies beyond its first message and is not in it has been removed. */
function told(messages: readonly Message[], snapshot: Stretch): readonly Message[] {
  const from = snapshot.messages[0]?.position ?? Number.NEGATIVE_INFINITY
  const present = new Set(snapshot.messages.map(({ id }) => id))
  return messages.filter(({ id, position }) => position < from || present.has(id))
}

function withSnapshot(history: History, snapshot: Stretch): History {
  if (history.live !== null) return settled({ ...history, messages: told(history.messages, snapshot), live: snapshot })
  const joined = joinedAtStart(history, snapshot)
  if (joined !== null) return { ...history, ...joined, loaded: true }
  return { ...history, ...snapshot, loaded: true, place: history.loaded ? history.place + 1 : history.place }
}

function changed(stretch: Stretch, messages: readonly Message[], reachesEnd: boolean): Stretch {
  const fitting = within(stretch, messages, reachesEnd)
  return fitting.length === 0 ? stretch : { ...stretch, messages: merged(stretch.messages, fitting) }
}

function without({ messages, more }: Stretch, gone: ReadonlySet<string>): Stretch {
  return { messages: messages.filter(({ id }) => !gone.has(id)), more }
}

/** The history after one event of `conversations.timeline`. */
export function afterEvent(history: History, event: TimelineEvent): History {
  const { live } = history
  switch (event.type) {
    case 'snapshot':
      return withSnapshot(history, { messages: sorted(event.messages), more: event.more })
    case 'upsert':
      return {
        ...history,
        ...changed(history, event.messages, live === null),
        live: live && changed(live, event.messages, true),
      }
    case 'removed': {
      const gone = new Set<string>(event.ids)
      return settled({ ...history, ...without(history, gone), live: live && without(live, gone) })
    }
    default:
      return unreachable(event)
  }
}

/** What a page was asked for: it may be older than what has come since then. */
export interface Asked {
  /** The message that the page adjoins. */
  readonly edge: MessageId | undefined
  /** Every event since then. */
  readonly since: readonly TimelineEvent[]
}

/** A snapshot needs no second time: it tells of the end alone, and what it replaced has another edge. */
function replayed(history: History, since: readonly TimelineEvent[]): History {
  return since.reduce((now, event) => (event.type === 'snapshot' ? now : afterEvent(now, event)), history)
}

/** The history with a page of `conversations.older` in front; as it is where the page adjoins it no longer. */
export function withOlder(history: History, page: Page, { edge, since }: Asked): History {
  if (history.messages[0]?.id !== edge) return history
  const messages = merged(sorted(page.messages), history.messages)
  return replayed({ ...history, messages, more: page.more }, since)
}

/** The history with a page of `conversations.newer` behind a window; as it is where the page adjoins it no longer. */
export function withNewer(history: History, page: Page, { edge, since }: Asked): History {
  if (history.live === null || history.messages.at(-1)?.id !== edge) return history
  const longer = { ...history, messages: merged(history.messages, sorted(page.messages)) }
  return replayed(reaching(longer, !page.more), since)
}

/** Positions, both included. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** What a snapshot tells nothing of, although it is shown: changes to it may have been missed. Null for nothing. */
export function untold(history: History, snapshot: readonly Message[]): Range | null {
  const [first] = history.messages
  const before = snapshot[0]?.position ?? Number.POSITIVE_INFINITY
  const last = history.messages.findLast(({ position }) => position < before)
  if (first === undefined || last === undefined) return null
  const joined = history.messages.at(-1) !== last
  return { from: history.more ? first.position : 0, to: joined ? before - 1 : last.position }
}

/**
 * The history with what stands in `range` by now: `messages`, and nothing else. Also at the live end: a jump may have
 * moved there what was in view when it was asked for.
 */
export function withRefreshed(
  history: History,
  range: Range,
  messages: readonly Message[],
  since: readonly TimelineEvent[],
): History {
  const { live } = history
  const end = live === null || live === unknownEnd ? live : { ...live, messages: refreshed(live, range, messages) }
  return replayed(settled({ ...history, messages: refreshed(history, range, messages), live: end }), since)
}

function refreshed({ messages, more }: Stretch, { from, to }: Range, now: readonly Message[]): readonly Message[] {
  const outside = messages.filter(({ position }) => position < from || position > to)
  // What was dropped meanwhile at either side must not stand next to a gap.
  const start = more ? (messages[0]?.position ?? Number.POSITIVE_INFINITY) : 0
  const end = messages.at(-1)?.position ?? Number.NEGATIVE_INFINITY
  return merged(outside, sorted(now.filter(({ position }) => position >= start && position <= end)))
}

/** The part of the conversation that a jump leads to. `since`: every event since it was asked for. */
export function withAround(history: History, around: Around, since: readonly TimelineEvent[]): History {
  const live = history.loaded ? shortened(liveEnd(history), liveSize) : unknownEnd
  const window = { messages: sorted(around.messages), more: around.older, live }
  const moved = { ...history, ...window, loaded: true, place: history.place + 1 }
  return replayed(history.loaded ? reaching(moved, !around.newer) : moved, since)
}

/** `atEnd`: the core has said that nothing follows the window. All of the live end may have been removed since. */
function reaching(history: History, atEnd: boolean): History {
  if (atEnd && history.live?.messages.length === 0) return { ...history, live: null }
  return settled(history)
}

/** Stands for the live end until the first snapshot. */
const unknownEnd: Stretch = { messages: [], more: true }

/** Whether the live end has been told. */
export const knowsEnd = (history: History): boolean => history.loaded && history.live !== unknownEnd

/** Back to the live end. */
export function atLiveEnd(history: History): History {
  return history.live === null ? history : { ...history, ...history.live, live: null, place: history.place + 1 }
}

/** The live end alone, for another look at the conversation later. */
export function restOf(history: History): History {
  return knowsEnd(history) ? { ...emptyHistory, ...shortened(liveEnd(history), liveSize), loaded: true } : emptyHistory
}

/** Drops what lies far from the view, so that memory stays flat however far one scrolls. */
export function trimmed(history: History, from: 'start' | 'end'): History {
  const { messages } = history
  if (messages.length <= mostMessages) return history
  if (from === 'start') return { ...history, ...shortened(history, mostMessages) }
  return { ...history, messages: messages.slice(0, mostMessages), live: history.live ?? shortened(history, liveSize) }
}

export const holds = (history: History, id: MessageId): boolean => history.messages.some((message) => message.id === id)
