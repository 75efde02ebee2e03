/** A call that this page holds: a dark stage above the chat, which can shrink to a corner. */
import { Circle, MicOff, MonitorUp } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Call } from '../../../shared/contract/calls.ts'
import { AccountId } from '../../../shared/ids.ts'
import { coverRooms } from '../../app/attention.ts'
import { useFormats, useT } from '../../i18n/index.ts'
import { PersonAvatar } from '../../people/index.ts'
import { classes } from '../../ui/index.ts'
import type { KnownDevice } from '../media/device-list.ts'
import type { SessionState } from '../media/session.ts'
import { qualityOf } from '../media/statistics.ts'
import { stateWords, troubleWords } from '../words.ts'
import { ChatButton } from './ChatButton.tsx'
import { Controls } from './Controls.tsx'
import { OwnVideo } from './OwnVideo.tsx'
import { Reactions } from './Reactions.tsx'
import { RemoteScreen } from './RemoteScreen.tsx'
import { RemoteVideo } from './RemoteVideo.tsx'
import styles from './Stage.module.css'
import { Statistics } from './Statistics.tsx'
import { SymbolsButton } from './SymbolsButton.tsx'
import { useChatBeside } from './use-chat-beside.ts'
import { useFullScreen } from './use-full-screen.ts'
import { useResting } from './use-resting.ts'
import { type ReadStatistics, useStatistics } from './use-statistics.ts'

export interface StageProps {
  readonly call: Call
  readonly media: SessionState
  readonly filtersNoise: boolean
  /** The same function as long as the call lasts. */
  readonly readStatistics: ReadStatistics
  readonly onMuted: (muted: boolean) => void
  readonly onCamera: (on: boolean) => void
  readonly onChoose: (device: KnownDevice) => void
  readonly onFilterNoise: (wanted: boolean) => void
  readonly onShare: () => void
  readonly onStopSharing: () => void
  readonly onRecord: () => void
  readonly onStopRecording: () => void
  readonly onReact: (emoji: string) => void
  readonly onHold: (held: boolean) => void
  readonly onEnd: () => void
}

export function Stage({ call, media, filtersNoise, readStatistics, ...on }: StageProps) {
  const t = useT()
  const [small, setSmall] = useState(false)
  const chat = useChatBeside(call.conversationId)
  const shrink = (wanted: boolean) => {
    if (fullScreen) setFullScreen(false)
    if (wanted) chat.show?.(false)
    setSmall(wanted)
  }
  const [detailed, setDetailed] = useState(false)
  const statistics = useStatistics(readStatistics, call.phase === 'active', detailed)
  const stage = useRef<HTMLElement>(null)
  const picture = useRef<HTMLVideoElement>(null)
  const [fullScreen, setFullScreen] = useFullScreen()
  useReturnOfFocus()
  useAlone(stage, !small && !chat.shown)

  const { name, remote } = call
  const goesOn = call.phase === 'active' && !call.held
  const seesThem = goesOn && remote.camera
  const seesScreen = goesOn && remote.screen
  const words = stateWords(call, media.connection)
  const troubles = troubleWords(media.devices)
  const quality = statistics === null || words !== null ? 'good' : qualityOf(statistics)
  const pictureAlone = (seesThem || seesScreen) && words === null && quality === 'good'
  const resting = useResting(
    stage,
    pictureAlone && !small && !detailed && media.shared === null && !media.recording && !remote.recording,
  )
  return (
    <section
      ref={stage}
      className={classes(styles.stage, small && styles.small, chat.shown && styles.beside, resting && styles.resting)}
      data-place={small ? 'corner' : chat.shown ? 'beside' : 'alone'}
      aria-label={t('calls.with', { name })}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || small || fullScreen) return
        if (chat.shown) chat.show?.(false)
        else shrink(true)
      }}
    >
      {seesScreen && (
        <RemoteScreen
          stream={media.remoteScreen}
          name={name}
          small={small}
          loudspeakerId={media.loudspeakerId}
          picture={picture}
        />
      )}
      {!call.held && (
        <RemoteVideo
          stream={media.remote}
          name={name}
          shown={seesThem && !(seesScreen && small)}
          aside={seesScreen}
          loudspeakerId={media.loudspeakerId}
          picture={seesScreen ? null : picture}
        />
      )}
      {!seesThem && !seesScreen && (
        <div className={styles.person}>
          <span className={classes(styles.portrait, call.phase !== 'active' && styles.waiting)}>
            <PersonAvatar id={AccountId.parse(call.conversationId)} name={name} size={small ? 48 : 96} />
          </span>
          {goesOn && !call.heldThere && call.media === 'video' && !small && (
            <p className={styles.cameraOff}>{t('calls.camera-is-off', { name })}</p>
          )}
        </div>
      )}
      {!small && <Reactions reactions={media.reactions} name={name} />}
      {media.own !== null && <OwnVideo stream={media.own} small={small} />}
      <header className={styles.head}>
        <h2 className={styles.name}>{name}</h2>
        <p className={styles.state}>
          {words === null ? <Clock since={call.activeSince ?? call.startedAt} /> : <span aria-hidden>{t(words)}</span>}
          {goesOn && !call.heldThere && !remote.microphone && (
            <span className={styles.remoteMuted}>
              <MicOff size={14} aria-hidden />
              <span>{t('calls.muted', { name })}</span>
            </span>
          )}
        </p>
        {quality !== 'good' && (
          <p role="status" className={styles.weak}>
            {t(`calls.quality.${quality}`)}
          </p>
        )}
        {media.shared !== null && (
          <p role="status" className={styles.sharing}>
            <MonitorUp size={14} aria-hidden />
            {t('calls.share.on')}
          </p>
        )}
        {(media.recording || remote.recording) && (
          <p role="status" className={styles.recording}>
            <Circle size={12} fill="currentColor" aria-hidden />
            {media.recording ? t('calls.record.on') : t('calls.record.by', { name })}
          </p>
        )}
        {call.phase === 'active' && !small && media.verification === 'broken' && (
          <p role="alert" className={styles.weak}>
            {t('calls.symbols.broken', { name })}
          </p>
        )}
        {call.phase === 'active' && !small && media.verification !== null && media.verification !== 'broken' && (
          <SymbolsButton symbols={media.verification} name={name} />
        )}
        {/* Changes of state are said; the running time is not. */}
        <p role="status" className={styles.said}>
          {t(words ?? 'calls.connected')}
        </p>
      </header>
      {troubles.length > 0 && !small && (
        <ul className={styles.troubles} role="alert">
          {troubles.map((id) => (
            <li key={id}>{t(id)}</li>
          ))}
        </ul>
      )}
      {detailed && !small && statistics !== null && <Statistics name={name} statistics={statistics} />}
      <Controls
        small={small}
        chat={chat.show && <ChatButton conversationId={call.conversationId} shown={chat.shown} onShow={chat.show} />}
        held={call.phase === 'active' ? call.held : null}
        detailed={detailed}
        devices={media.devices}
        loudspeakerId={media.loudspeakerId}
        filtersNoise={filtersNoise}
        sharing={media.shared !== null}
        fullScreen={fullScreen}
        recording={media.recording}
        {...on}
        onFullScreen={setFullScreen}
        onFloat={seesThem || seesScreen ? () => float(picture.current) : null}
        onSmall={shrink}
        onDetailed={setDetailed}
      />
    </section>
  )
}

/** The system's own small window, which stays above all others until it is closed. */
function float(video: HTMLVideoElement | null): void {
  video?.requestPictureInPicture().catch(() => {})
}

function Clock({ since }: { readonly since: number }) {
  const t = useT()
  const formats = useFormats()
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <span role="timer" aria-label={t('calls.duration')}>
      {formats.clock(Math.max(0, Math.round((now - since) / 1000)))}
    </span>
  )
}

/** After the call the keyboard is where it was before. */
function useReturnOfFocus(): void {
  useEffect(() => {
    const before = document.activeElement
    // A moment later: what the stage covered is still inert.
    return () => queueMicrotask(() => before instanceof HTMLElement && before.isConnected && before.focus())
  }, [])
}

/** While the stage covers everything, nothing behind it can be reached, and the keyboard starts on it. */
function useAlone(stage: React.RefObject<HTMLElement | null>, alone: boolean): void {
  useEffect(() => {
    if (!alone) return
    const covered = [...document.body.children].filter(
      (element): element is HTMLElement =>
        element instanceof HTMLElement && !element.inert && !element.contains(stage.current),
    )
    for (const element of covered) element.inert = true
    const uncover = coverRooms()
    stage.current?.focus()
    return () => {
      for (const element of covered) element.inert = false
      uncover()
    }
  }, [alone, stage])
}
