/** A voice note or another sound in its bubble: play, position, speed; loads and says what is wrong. */
import { ArrowDown, CircleAlert, Pause, Play, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useStore } from 'zustand'
import { useFormats, useT } from '../../i18n/index.ts'
import { ProgressRing } from '../show/ProgressRing.tsx'
import { type ShownMedia, useMedia } from '../show/use-media.ts'
import { type MediaMessage, useMediaWords } from '../show/words.ts'
import styles from './AudioPlayer.module.css'
import { began, ended, nextSpeed, register, speedStore } from './playback.ts'
import { useSound } from './use-sound.ts'
import { Waveform } from './Waveform.tsx'

export interface AudioPlayerProps {
  readonly message: MediaMessage
  /** The other person's name. */
  readonly name: string
}

export function AudioPlayer({ message }: AudioPlayerProps) {
  const formats = useFormats()
  const words = useMediaWords()
  const { id, conversationId, position: place, body, own } = message
  const media = useMedia(body.transferId, own)
  const [broken, setBroken] = useState(false)
  const voice = body.media.kind === 'voice'
  const sound = useSound({
    url: media.file,
    onBegan: () => began(id),
    onEnded: () => ended(id),
    onError: () => setBroken(true),
  })
  const { play, pause } = sound
  // biome-ignore lint/correctness/useExhaustiveDependencies: the functions are good as long as the address is.
  useEffect(
    () => register({ id, conversationId, position: place, voice, play, pause }),
    [id, conversationId, place, voice, media.file],
  )
  const length = body.media.duration / 1000
  return (
    <div className={styles.player}>
      <Main media={media} broken={broken} playing={sound.playing} play={play} pause={pause} what={words(body)} />
      <div className={styles.middle}>
        {!voice && (
          <span className={styles.name} title={body.name}>
            {body.name}
          </span>
        )}
        <Waveform
          waveform={body.media.waveform}
          position={sound.position}
          length={length}
          onSeek={sound.seek}
          isDisabled={media.file === null}
        />
        <Below media={media} broken={broken} size={body.size}>
          {formats.clock(sound.playing || sound.position > 0 ? sound.position : length)}
        </Below>
      </div>
      {media.file !== null && <SpeedButton />}
    </div>
  )
}

interface MainProps {
  readonly media: ShownMedia
  readonly broken: boolean
  readonly playing: boolean
  readonly play: () => void
  readonly pause: () => void
  readonly what: string
}

function Main({ media, broken, playing, play, pause, what }: MainProps) {
  const t = useT()
  if (media.state === 'coming' || media.leaving) {
    const label = media.leaving ? 'media.uploading' : 'media.loading'
    return (
      <span className={styles.main}>
        <ProgressRing label={t(label, { what })} share={media.share} />
        <AriaButton
          className={styles.inside ?? ''}
          aria-label={t(media.leaving ? 'media.stop-sending' : 'media.stop')}
          onPress={media.stop}
        >
          <X size={18} aria-hidden />
        </AriaButton>
      </span>
    )
  }
  if (media.state === 'offered') {
    return (
      <AriaButton className={styles.main ?? ''} aria-label={t('media.open', { what })} onPress={media.load}>
        <ArrowDown size={20} aria-hidden />
      </AriaButton>
    )
  }
  const usable = media.file !== null && !broken
  return (
    <AriaButton
      className={styles.main ?? ''}
      aria-label={t(playing ? 'media.pause' : 'media.play')}
      isDisabled={!usable}
      onPress={playing ? pause : play}
    >
      {playing ? (
        <Pause size={20} fill="currentColor" aria-hidden />
      ) : (
        <Play size={20} fill="currentColor" aria-hidden />
      )}
    </AriaButton>
  )
}

interface BelowProps {
  readonly media: ShownMedia
  readonly broken: boolean
  /** Bytes. */
  readonly size: number
  readonly children: string
}

function Below({ media, broken, size, children }: BelowProps) {
  const t = useT()
  const formats = useFormats()
  const trouble = troubleOf(media, broken)
  if (trouble !== null) {
    return (
      <span className={styles.below}>
        <CircleAlert size={14} aria-hidden />
        {t(trouble)}
      </span>
    )
  }
  return (
    <span className={styles.below}>
      {children}
      {media.state === 'offered' && ` · ${formats.bytes(size)}`}
    </span>
  )
}

function troubleOf({ state, problem }: ShownMedia, broken: boolean) {
  if (broken) return 'media.broken'
  if (problem !== null) return problem === 'declined' ? 'media.declined' : 'media.not-sent'
  if (state === 'failed') return 'media.failed'
  return state === 'gone' ? 'media.gone' : null
}

function SpeedButton() {
  const t = useT()
  const speed = useStore(speedStore, (state) => state.speed)
  return (
    <AriaButton
      className={styles.speed ?? ''}
      aria-label={t('media.speed', { speed: `${speed}×` })}
      onPress={nextSpeed}
    >
      {speed}×
    </AriaButton>
  )
}
