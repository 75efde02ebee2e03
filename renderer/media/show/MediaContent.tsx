/** A picture, video or sound inside its bubble. */
import { AudioPlayer } from '../voice/AudioPlayer.tsx'
import { Visual, type VisualProps } from './Visual.tsx'

export function MediaContent({ message, name, onOpen }: VisualProps) {
  const { kind } = message.body.media
  return kind === 'picture' || kind === 'video' ? (
    <Visual message={message} name={name} onOpen={onOpen} />
  ) : (
    <AudioPlayer message={message} name={name} />
  )
}
