/** A picture or a video in its place in the chat: small at first, then itself; loads, stops and says what is wrong. */
import { ArrowDown, ImageOff, Play, X } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useFormats, useT } from '../../i18n/index.ts'
import { classes } from '../../ui/index.ts'
import { frameOf } from './frame.ts'
import { ProgressRing } from './ProgressRing.tsx'
import { type ShownMedia, useMedia } from './use-media.ts'
import styles from './Visual.module.css'
import { type MediaMessage, useAlternative, useMediaWords } from './words.ts'

export interface VisualProps {
  readonly message: MediaMessage
  /** The other person's name. */
  readonly name: string
  /** Opens the viewer. */
  readonly onOpen: (message: MediaMessage) => void
}

export function Visual({ message, name, onOpen }: VisualProps) {
  const t = useT()
  const formats = useFormats()
  const alternative = useAlternative()(message, name)
  const words = useMediaWords()
  const { body, own } = message
  const media = useMedia(body.transferId, own)
  const { width, ratio } = frameOf(body.media.width, body.media.height)
  const [drawn, setDrawn] = useState(false)
  const [broken, setBroken] = useState(false)
  const video = body.media.kind === 'video'
  const here = media.file !== null && !broken
  return (
    <figure className={styles.figure} style={{ width, aspectRatio: ratio }}>
      {media.thumbnail !== null && !(drawn && !video) && (
        <img className={classes(styles.layer, !video && styles.small)} src={media.thumbnail} alt="" aria-hidden />
      )}
      {here && !video && (
        <img
          className={styles.layer}
          src={media.file}
          alt={alternative}
          decoding="async"
          onLoad={() => setDrawn(true)}
          onError={() => setBroken(true)}
        />
      )}
      {here && (
        <AriaButton
          className={styles.cover ?? ''}
          aria-label={t('media.open', { what: words(body) })}
          onPress={() => onOpen(message)}
        >
          {video && !media.leaving && (
            <span className={styles.play}>
              <Play size={24} fill="currentColor" aria-hidden />
            </span>
          )}
        </AriaButton>
      )}
      {video && <span className={styles.length}>{formats.clock(body.media.duration / 1000)}</span>}
      <Overlay media={media} broken={broken} what={words(body)} size={body.size} />
    </figure>
  )
}

interface OverlayProps {
  readonly media: ShownMedia
  readonly broken: boolean
  readonly what: string
  /** Bytes. */
  readonly size: number
}

/** What stands in the middle while it is not simply there. */
function Overlay({ media, broken, what, size }: OverlayProps) {
  const t = useT()
  const formats = useFormats()
  if (broken) return <Trouble words={t('media.broken')} />
  if (media.problem !== null) {
    return <Trouble words={t(media.problem === 'declined' ? 'media.declined' : 'media.not-sent')} />
  }
  switch (media.state) {
    case 'offered':
      return (
        <AriaButton className={classes(styles.pill, styles.centre)} onPress={media.load}>
          <ArrowDown size={16} aria-hidden />
          {t('media.load', { size: formats.bytes(size) })}
        </AriaButton>
      )
    case 'coming':
      return <Moving label={t('media.loading', { what })} stop={t('media.stop')} media={media} />
    case 'failed':
      return <Trouble words={t('media.failed')} />
    case 'gone':
      return <Trouble words={t('media.gone')} />
    default:
      return media.leaving ? (
        <Moving label={t('media.uploading', { what })} stop={t('media.stop-sending')} media={media} />
      ) : null
  }
}

function Trouble({ words }: { readonly words: string }) {
  return (
    <span className={classes(styles.pill, styles.centre)}>
      <ImageOff size={16} aria-hidden />
      {words}
    </span>
  )
}

function Moving({ label, stop, media }: { readonly label: string; readonly stop: string; readonly media: ShownMedia }) {
  return (
    <span className={classes(styles.moving, styles.centre)}>
      <ProgressRing label={label} share={media.share} />
      <AriaButton className={styles.stop ?? ''} aria-label={stop} onPress={media.stop}>
        <X size={20} aria-hidden />
      </AriaButton>
    </span>
  )
}
