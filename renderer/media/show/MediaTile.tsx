/** A picture, video or sound as one square among others. */
import { AudioLines, ImageOff, Mic, Play } from 'lucide-react'
import { useState } from 'react'
import { useFormats, useT } from '../../i18n/index.ts'
import styles from './MediaTile.module.css'
import { useMedia } from './use-media.ts'
import { type MediaMessage, useMediaWords } from './words.ts'

export interface MediaTileProps {
  readonly message: MediaMessage
  /** The other person's name. */
  readonly name: string
  readonly onOpen: (message: MediaMessage) => void
  /** What is not here, and sounds, are shown in their place. */
  readonly onElsewhere: (message: MediaMessage) => void
}

export function MediaTile({ message, name, onOpen, onElsewhere }: MediaTileProps) {
  const t = useT()
  const formats = useFormats()
  const words = useMediaWords()(message.body)
  const { body, own, sentAt } = message
  const { kind, duration } = body.media
  const media = useMedia(body.transferId, own)
  const [broken, setBroken] = useState(false)
  const sound = kind === 'audio' || kind === 'voice'
  const Sound = kind === 'voice' ? Mic : AudioLines
  const source = media.thumbnail ?? (kind === 'picture' ? media.file : null)
  const time = formats.dateTime(sentAt)
  const label = own ? t('media.tile.own', { what: words, time }) : t('media.tile', { what: words, name, time })
  return (
    <button
      type="button"
      className={styles.tile}
      aria-label={label}
      title={label}
      onClick={() => (sound || media.file === null ? onElsewhere(message) : onOpen(message))}
    >
      {sound ? (
        <Sound size={24} aria-hidden />
      ) : source !== null && !broken ? (
        <img className={styles.picture} src={source} alt="" decoding="async" onError={() => setBroken(true)} />
      ) : (
        media.state !== undefined && <ImageOff size={20} aria-hidden />
      )}
      {kind !== 'picture' && (
        <span className={styles.length}>
          {kind === 'video' && <Play size={10} fill="currentColor" aria-hidden />}
          {formats.clock(duration / 1000)}
        </span>
      )}
    </button>
  )
}
