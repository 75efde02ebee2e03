/** One sound at a time: who plays, how fast, and who plays next. Has no knowledge of how players look. */
import { createStore } from 'zustand/vanilla'
import type { ConversationId, MessageId } from '../../../shared/ids.ts'

/** What a player lets others do with it. */
export interface Player {
  readonly id: MessageId
  readonly conversationId: ConversationId
  /** In the chat. */
  readonly position: number
  /** A voice note goes on with the next one. */
  readonly voice: boolean
  readonly play: () => void
  readonly pause: () => void
}

export const speeds = [1, 1.5, 2] as const
export type Speed = (typeof speeds)[number]

/** The same for all, as long as the page lives. */
export const speedStore = createStore<{ readonly speed: Speed }>(() => ({ speed: 1 }))

export function nextSpeed(): void {
  speedStore.setState(({ speed }) => ({ speed: speeds[(speeds.indexOf(speed) + 1) % speeds.length] ?? 1 }))
}

const players = new Map<MessageId, Player>()
let playing: MessageId | null = null

/** Gives what takes it away again. */
export function register(player: Player): () => void {
  players.set(player.id, player)
  return () => {
    if (players.get(player.id) === player) players.delete(player.id)
  }
}

/** It has begun to play: any other one stops. */
export function began(id: MessageId): void {
  if (playing !== null && playing !== id) players.get(playing)?.pause()
  playing = id
}

/** It has come to its end: the next voice note of the chat plays, if it is on the screen. */
export function ended(id: MessageId): void {
  if (playing === id) playing = null
  const over = players.get(id)
  if (over?.voice !== true) return
  const later = [...players.values()]
    .filter(
      ({ voice, conversationId, position }) =>
        voice && conversationId === over.conversationId && position > over.position,
    )
    .sort((one, other) => one.position - other.position)
  later[0]?.play()
}
