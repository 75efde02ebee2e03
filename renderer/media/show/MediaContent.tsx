/** A picture, video or sound inside its bubble. */
import { AudioPlayer } from '../voice/AudioPlayer.tsx'
import { Visual } from './Visual.tsx'
import type { MediaMessage } from './words.ts'

export interface MediaContentProps {
  readonly message: MediaMessage
  /** The other person's name. */
  readonly name: string
  /** Opens the viewer. */
  readonly onOpen: (message: MediaMessage) => void
}

export function MediaContent({ message, name, onOpen }: MediaContentProps) {
  const { kind } = message.body.media
  return kind === 'picture' || kind === 'video' ? (
    <Visual message={message} name={name} onOpen={onOpen} />
  ) : (
    <AudioPlayer message={message} name={name} />
  )
}
