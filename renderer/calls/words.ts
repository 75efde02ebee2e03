/** Which words stand for the state of a call. Has no knowledge of a language. */
import type { Call, CallEnd } from '../../shared/contract/calls.ts'
import type { MessageId } from '../i18n/index.ts'
import type { DevicesState } from './media/devices.ts'
import type { PeerState } from './media/peer.ts'

/** The state in words; null while the time of the call stands there. */
export function stateWords(
  call: Pick<Call, 'phase' | 'held' | 'heldThere'>,
  connection: PeerState | null,
): MessageId | null {
  switch (call.phase) {
    case 'calling':
      return 'calls.calling'
    case 'ringing':
      return 'calls.ringing'
    case 'connecting':
      return 'calls.connecting'
    default:
      if (connection === 'interrupted') return 'calls.reconnecting'
      return call.held ? 'calls.held' : call.heldThere ? 'calls.held-there' : null
  }
}

/** Why a call ended, as the side that looks at it sees it; null where there is nothing to say. */
export function endWords(call: Pick<Call, 'end' | 'direction' | 'activeSince'>): MessageId | null {
  const { end } = call
  // Who declines or misses a call knows it, and finds it in the chat.
  if (end === null || end === 'missed') return null
  if (end === 'declined' && call.direction === 'incoming') return null
  if (end === 'failed') return call.activeSince === null ? 'calls.ended.not-connected' : 'calls.ended.lost'
  return `calls.ended.${end}` satisfies MessageId
}

const again: ReadonlySet<CallEnd> = new Set(['busy', 'no-answer', 'unavailable', 'failed'])

export const mayCallAgain = ({ end }: Pick<Call, 'end'>): boolean => end !== null && again.has(end)

/** What is wrong with the own devices, most important first. */
export function troubleWords(devices: DevicesState): readonly MessageId[] {
  const words: MessageId[] = []
  if (devices.microphoneTrouble !== null) words.push(`calls.microphone.${devices.microphoneTrouble}`)
  if (devices.cameraTrouble !== null) words.push(`calls.camera.${devices.cameraTrouble}`)
  return words
}
