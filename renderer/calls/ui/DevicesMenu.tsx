/** Which microphone, camera and loudspeaker a call uses. */
import { AudioLines, Mic, Settings2, Video, Volume2 } from 'lucide-react'
import { useT } from '../../i18n/index.ts'
import { classes, MenuButton, MenuItem, MenuSeparator } from '../../ui/index.ts'
import { deviceKinds, type KnownDevice } from '../media/device-list.ts'
import type { DevicesState } from '../media/devices.ts'
import { useKnownDevices } from '../use-known-devices.ts'
import styles from './Controls.module.css'

const icons = { audioinput: Mic, videoinput: Video, audiooutput: Volume2 } as const

export interface DevicesMenuProps {
  readonly devices: DevicesState
  readonly loudspeakerId: string | null
  readonly filtersNoise: boolean
  readonly onChoose: (device: KnownDevice) => void
  readonly onFilterNoise: (wanted: boolean) => void
}

export function DevicesMenu({ devices, loudspeakerId, filtersNoise, onChoose, onFilterNoise }: DevicesMenuProps) {
  const t = useT()
  const { microphoneId, cameraId } = devices
  const known = useKnownDevices(microphoneId, cameraId)
  const used = { audioinput: microphoneId, videoinput: cameraId, audiooutput: loudspeakerId ?? 'default' } as const
  const groups = deviceKinds.map((kind) => known.filter((one) => one.kind === kind)).filter(({ length }) => length > 0)
  return (
    <MenuButton
      label={t('calls.devices')}
      icon={<Settings2 size={22} aria-hidden />}
      size="large"
      tooltip="top"
      placement="top"
      className={classes(styles.control)}
    >
      {groups.flatMap((group, at) => [
        ...(at > 0 ? [<MenuSeparator key={`before ${group[0]?.kind}`} />] : []),
        ...group.map((device) => {
          const Icon = icons[device.kind]
          return (
            <MenuItem
              key={`${device.kind} ${device.id}`}
              label={device.label}
              icon={<Icon size={18} aria-hidden />}
              chosen={device.id === used[device.kind]}
              onAction={() => onChoose(device)}
            />
          )
        }),
      ])}
      <MenuSeparator />
      <MenuItem
        label={t('settings.noise-filter')}
        icon={<AudioLines size={18} aria-hidden />}
        chosen={filtersNoise}
        onAction={() => onFilterNoise(!filtersNoise)}
      />
      {groups.length === 0 && <MenuItem label={t('calls.devices-none')} isDisabled onAction={() => {}} />}
    </MenuButton>
  )
}
