/** What one rarely needs in a call. */
import { Activity, Circle, CircleStop, Ellipsis, Maximize, Minimize, Pause, PictureInPicture2 } from 'lucide-react'
import { useT } from '../../i18n/index.ts'
import { MenuButton, MenuItem } from '../../ui/index.ts'
import styles from './Controls.module.css'

export interface MoreMenuProps {
  readonly detailed: boolean
  readonly fullScreen: boolean
  readonly recording: boolean
  readonly onDetailed: (detailed: boolean) => void
  readonly onFullScreen: (on: boolean) => void
  readonly onRecord: () => void
  readonly onStopRecording: () => void
  /** Lets the picture float above all windows; null where there is none. */
  readonly onFloat: (() => void) | null
  /** Null where nothing can be put on hold yet. */
  readonly onHold: (() => void) | null
}

export function MoreMenu({ detailed, fullScreen, recording, ...on }: MoreMenuProps) {
  const { onDetailed, onFullScreen, onRecord, onStopRecording, onFloat, onHold } = on
  const t = useT()
  return (
    <MenuButton
      label={t('calls.more')}
      icon={<Ellipsis size={22} aria-hidden />}
      size="large"
      tooltip="top"
      placement="top"
      className={styles.control}
    >
      <MenuItem
        label={t(fullScreen ? 'calls.leave-full-screen' : 'calls.full-screen')}
        icon={fullScreen ? <Minimize size={18} aria-hidden /> : <Maximize size={18} aria-hidden />}
        onAction={() => onFullScreen(!fullScreen)}
      />
      <MenuItem
        label={t('calls.float')}
        icon={<PictureInPicture2 size={18} aria-hidden />}
        isDisabled={onFloat === null}
        onAction={() => onFloat?.()}
      />
      <MenuItem
        label={t('calls.hold')}
        icon={<Pause size={18} aria-hidden />}
        isDisabled={onHold === null}
        onAction={() => onHold?.()}
      />
      <MenuItem
        label={t(recording ? 'calls.record.stop' : 'calls.record')}
        icon={recording ? <CircleStop size={18} aria-hidden /> : <Circle size={18} aria-hidden />}
        onAction={recording ? onStopRecording : onRecord}
      />
      <MenuItem
        label={t(detailed ? 'calls.hide-connection' : 'calls.show-connection')}
        icon={<Activity size={18} aria-hidden />}
        onAction={() => onDetailed(!detailed)}
      />
    </MenuButton>
  )
}
