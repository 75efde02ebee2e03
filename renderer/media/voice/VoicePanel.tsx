/** What is being recorded, and what was: level and time, then a player, and whether it is sent. */
import { ArrowUp, Pause, Play, Square, Trash2 } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { ConversationId, MessageId } from '../../../shared/ids.ts'
import { useFormats, useT } from '../../i18n/index.ts'
import { Banner, IconButton } from '../../ui/index.ts'
import { useMediaSession } from '../session.ts'
import type { RecordingState } from './recording.ts'
import { useSound } from './use-sound.ts'
import styles from './VoicePanel.module.css'
import { Waveform } from './Waveform.tsx'

export interface VoicePanelProps {
  readonly conversationId: ConversationId
  /** The message that is answered. */
  readonly replyTo?: MessageId | undefined
  readonly onSent: () => void
}

export function VoicePanel({ conversationId, replyTo, onSent }: VoicePanelProps) {
  const t = useT()
  const { recording, outgoing } = useMediaSession()
  const state = useStore(recording.store)
  // What was being recorded when the chat was left is not sent to anybody by mistake, and does not go on unseen.
  useEffect(() => () => void recording.finish(), [recording])
  if (state.phase === 'idle') {
    if (state.trouble?.in !== conversationId) return null
    return (
      <div className={styles.trouble} role="alert">
        <Banner tone={state.trouble.why === 'too-short' ? 'info' : 'warning'}>
          {t(`media.voice.${state.trouble.why}`)}
        </Banner>
      </div>
    )
  }
  if (state.in !== conversationId) return null
  if (state.phase === 'ready') {
    const send = () => {
      const note = recording.take()
      if (note === null) return
      void outgoing.sendPrepared(conversationId, note, replyTo)
      onSent()
    }
    return <Ready state={state} onSend={send} onDiscard={() => recording.discard()} />
  }
  return <Running state={state} onStop={() => void recording.finish()} onDiscard={() => recording.discard()} />
}

interface RunningProps {
  readonly state: Extract<RecordingState, { phase: 'starting' | 'recording' }>
  readonly onStop: () => void
  readonly onDiscard: () => void
}

function Running({ state, onStop, onDiscard }: RunningProps) {
  const t = useT()
  const formats = useFormats()
  const { seconds, level } = state.phase === 'recording' ? state : { seconds: 0, level: 0 }
  return (
    <fieldset className={styles.panel} aria-label={t('media.voice.recording')}>
      <IconButton
        label={t('media.voice.cancel')}
        icon={<Trash2 size={20} aria-hidden />}
        tooltip="top"
        onPress={onDiscard}
      />
      <span className={styles.dot} aria-hidden />
      <span className={styles.time} role="timer">
        {formats.clock(seconds)}
      </span>
      <meter className={styles.level} aria-label={t('media.voice.level')} min={0} max={1} value={level} />
      <IconButton
        label={t('media.voice.stop')}
        icon={<Square size={18} fill="currentColor" aria-hidden />}
        variant="primary"
        tooltip="top"
        onPress={onStop}
      />
    </fieldset>
  )
}

interface ReadyProps {
  readonly state: Extract<RecordingState, { phase: 'ready' }>
  readonly onSend: () => void
  readonly onDiscard: () => void
}

function Ready({ state: { note, url }, onSend, onDiscard }: ReadyProps) {
  const t = useT()
  const formats = useFormats()
  const sound = useSound({ url })
  const length = note.media.duration / 1000
  return (
    <fieldset className={styles.panel} aria-label={t('media.voice.listen')}>
      <IconButton
        label={t('media.voice.cancel')}
        icon={<Trash2 size={20} aria-hidden />}
        tooltip="top"
        onPress={onDiscard}
      />
      <IconButton
        label={t(sound.playing ? 'media.pause' : 'media.play')}
        icon={
          sound.playing ? (
            <Pause size={20} fill="currentColor" aria-hidden />
          ) : (
            <Play size={20} fill="currentColor" aria-hidden />
          )
        }
        tooltip="top"
        onPress={sound.playing ? sound.pause : sound.play}
      />
      <Waveform waveform={note.media.waveform} position={sound.position} length={length} onSeek={sound.seek} />
      <span className={styles.time}>{formats.clock(sound.playing ? sound.position : length)}</span>
      <IconButton
        label={t('media.voice.send')}
        icon={<ArrowUp size={20} aria-hidden />}
        variant="primary"
        tooltip="top"
        autoFocus
        onPress={onSend}
      />
    </fieldset>
  )
}
