/** The pictures, videos and sounds of a chat. */
import { Images } from 'lucide-react'
import { isMedia, type MediaMessage, MediaTile } from '../../media/index.ts'
import { SharedList, type SharedProps } from './SharedList.tsx'
import styles from './shared.module.css'

export interface SharedMediaProps extends SharedProps {
  readonly onOpen: (message: MediaMessage) => void
}

export function SharedMedia({ conversation, changes, onJump, onOpen }: SharedMediaProps) {
  return (
    <SharedList
      {...{ conversation, changes }}
      kind="media"
      icon={<Images size={40} strokeWidth={1.25} aria-hidden />}
      className={styles.grid}
    >
      {(message) =>
        isMedia(message) && (
          <MediaTile message={message} name={conversation.name} onOpen={onOpen} onElsewhere={onJump} />
        )
      }
    </SharedList>
  )
}
