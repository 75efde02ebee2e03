/** Which microphone, camera and loudspeaker calls use; they can be tried out at once. */
import { useState } from 'react'
import type { CallDeviceChoice } from '../../../shared/contract/settings.ts'
import { useT } from '../../i18n/index.ts'
import { Button, Select } from '../../ui/index.ts'
import { choiceOf, type DeviceKind, deviceKinds, idOf, type KnownDevice, systemChoice } from '../media/device-list.ts'
import { useKnownDevices } from '../use-known-devices.ts'
import styles from './DeviceSettings.module.css'
import { DeviceTrial } from './DeviceTrial.tsx'

export interface DeviceSettingsProps {
  readonly chosen: CallDeviceChoice
  readonly onChange: (chosen: CallDeviceChoice) => void
}

export function DeviceSettings({ chosen, onChange }: DeviceSettingsProps) {
  const t = useT()
  const [trying, setTrying] = useState(false)
  // They have names once one of them may be used.
  const known = useKnownDevices(String(trying))
  const used = (kind: DeviceKind): string => {
    const device = chosen[choiceOf[kind]]
    return device === null ? systemChoice : idOf(device, kind, known)
  }
  return (
    <>
      <div className={styles.devices}>
        {deviceKinds.map((kind) => (
          <DeviceSelect
            key={kind}
            kind={kind}
            known={known.filter((device) => device.kind === kind && device.id !== systemChoice)}
            used={used(kind)}
            label={chosen[choiceOf[kind]]?.label ?? ''}
            onChange={(device) =>
              onChange({ ...chosen, [choiceOf[kind]]: device && { id: device.id, label: device.label } })
            }
          />
        ))}
      </div>
      {trying ? (
        <DeviceTrial
          microphoneId={used('audioinput')}
          cameraId={used('videoinput')}
          loudspeakerId={used('audiooutput')}
          onEnd={() => setTrying(false)}
        />
      ) : (
        <div className={styles.try}>
          <Button onPress={() => setTrying(true)}>{t('calls.try')}</Button>
          <p className={styles.words}>{t('calls.try.words')}</p>
        </div>
      )}
    </>
  )
}

interface DeviceSelectProps {
  readonly kind: DeviceKind
  readonly known: readonly KnownDevice[]
  readonly used: string
  /** Of the chosen one, for as long as it is not there. */
  readonly label: string
  /** Null: what the system chooses. */
  readonly onChange: (device: KnownDevice | null) => void
}

function DeviceSelect({ kind, known, used, label, onChange }: DeviceSelectProps) {
  const t = useT()
  const absent = used !== systemChoice && !known.some(({ id }) => id === used)
  return (
    <Select
      label={t(`calls.device.${choiceOf[kind]}`)}
      value={used}
      onChange={(id) => onChange(known.find((device) => device.id === id) ?? null)}
      options={[
        { value: systemChoice, label: t('calls.device.system') },
        ...known.map((device) => ({ value: device.id, label: device.label })),
        ...(absent ? [{ value: used, label: t('calls.device.gone', { label }) }] : []),
      ]}
    />
  )
}
