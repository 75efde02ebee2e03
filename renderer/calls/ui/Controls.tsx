/** The buttons of a call. */
import { Maximize2, Mic, MicOff, Minimize2, PhoneOff, Play, Video, VideoOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { useT } from '../../i18n/index.ts'
import { classes, IconButton } from '../../ui/index.ts'
import type { KnownDevice } from '../media/device-list.ts'
import type { DevicesState } from '../media/devices.ts'
import styles from './Controls.module.css'
import { DevicesMenu } from './DevicesMenu.tsx'
import { MoreMenu, type MoreMenuProps } from './MoreMenu.tsx'
import { ReactButton } from './ReactButton.tsx'
import { ShareButton } from './ShareButton.tsx'

export interface ControlsProps extends Omit<MoreMenuProps, 'onHold'> {
  readonly small: boolean
  /** Null where nothing can be put on hold yet. */
  readonly held: boolean | null
  /** What shows the chat; null where there is no room for it. */
  readonly chat: ReactNode
  readonly devices: DevicesState
  readonly loudspeakerId: string | null
  readonly filtersNoise: boolean
  readonly sharing: boolean
  readonly onMuted: (muted: boolean) => void
  readonly onCamera: (on: boolean) => void
  readonly onChoose: (device: KnownDevice) => void
  readonly onFilterNoise: (wanted: boolean) => void
  readonly onShare: () => void
  readonly onStopSharing: () => void
  readonly onReact: (emoji: string) => void
  readonly onHold: (held: boolean) => void
  readonly onEnd: () => void
  readonly onSmall: (small: boolean) => void
}

export function Controls({
  small,
  held,
  chat,
  detailed,
  devices,
  loudspeakerId,
  filtersNoise,
  sharing,
  fullScreen,
  recording,
  ...on
}: ControlsProps) {
  const { onMuted, onCamera, onChoose, onShare, onStopSharing, onEnd, onSmall } = on
  const t = useT()
  const heard = devices.microphone === 'on' || devices.microphone === 'starting'
  const seen = devices.camera === 'on' || devices.camera === 'starting'
  const size = small ? 18 : 22
  const common = { size: small ? ('small' as const) : ('large' as const), tooltip: 'top' as const }
  return (
    <div className={classes(styles.controls, small && styles.small)} data-controls>
      {held === true ? (
        <IconButton
          {...common}
          label={t('calls.resume')}
          icon={<Play size={size} aria-hidden />}
          className={classes(styles.control, styles.off)}
          onPress={() => on.onHold(false)}
        />
      ) : (
        <>
          <IconButton
            {...common}
            label={t(heard ? 'calls.mute' : 'calls.unmute')}
            icon={heard ? <Mic size={size} aria-hidden /> : <MicOff size={size} aria-hidden />}
            className={classes(styles.control, !heard && styles.off)}
            onPress={() => onMuted(heard)}
          />
          <IconButton
            {...common}
            label={t(seen ? 'calls.camera-off' : 'calls.camera-on')}
            icon={seen ? <Video size={size} aria-hidden /> : <VideoOff size={size} aria-hidden />}
            className={classes(styles.control, !seen && styles.off)}
            onPress={() => onCamera(!seen)}
          />
          {!small && <ShareButton sharing={sharing} onShare={onShare} onStop={onStopSharing} />}
          {!small && held !== null && <ReactButton onReact={on.onReact} />}
          {!small && chat}
          {!small && (
            <DevicesMenu
              devices={devices}
              loudspeakerId={loudspeakerId}
              filtersNoise={filtersNoise}
              onChoose={onChoose}
              onFilterNoise={on.onFilterNoise}
            />
          )}
          {!small && (
            <MoreMenu
              detailed={detailed}
              fullScreen={fullScreen}
              onDetailed={on.onDetailed}
              onFullScreen={on.onFullScreen}
              recording={recording}
              onRecord={on.onRecord}
              onStopRecording={on.onStopRecording}
              onFloat={on.onFloat}
              onHold={held === null ? null : () => on.onHold(true)}
            />
          )}
        </>
      )}
      <IconButton
        {...common}
        label={t(small ? 'calls.enlarge' : 'calls.shrink')}
        icon={small ? <Maximize2 size={size} aria-hidden /> : <Minimize2 size={size} aria-hidden />}
        className={styles.control}
        onPress={() => onSmall(!small)}
      />
      <IconButton
        {...common}
        label={t('calls.end')}
        icon={<PhoneOff size={size} aria-hidden />}
        className={classes(styles.control, styles.end)}
        onPress={onEnd}
      />
    </div>
  )
}
