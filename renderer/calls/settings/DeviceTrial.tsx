/** The own picture, the level of the microphone and a sound from the loudspeaker. */
import { Volume2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useT } from '../../i18n/index.ts'
import { Button, ProgressBar } from '../../ui/index.ts'
import { Devices, type DevicesState } from '../media/devices.ts'
import { useLevel } from '../media/use-level.ts'
import { playSample } from '../sounds.ts'
import { Video } from '../ui/Video.tsx'
import { troubleWords } from '../words.ts'
import styles from './DeviceSettings.module.css'

export interface DeviceTrialProps {
  readonly microphoneId: string
  readonly cameraId: string
  readonly loudspeakerId: string
  readonly onEnd: () => void
}

export function DeviceTrial({ microphoneId, cameraId, loudspeakerId, onEnd }: DeviceTrialProps) {
  const t = useT()
  const { state, picture, sound } = useTriedDevices(microphoneId, cameraId)
  const level = useLevel(sound)
  return (
    <div className={styles.trial}>
      {picture !== null && (
        <Video className={styles.picture} stream={picture} label={t('calls.own-video')} muted mirrored />
      )}
      <div className={styles.sounds}>
        <ProgressBar label={t('calls.try.level')} value={level} tone="success" />
        {state !== null &&
          troubleWords(state).map((id) => (
            <p key={id} role="alert">
              {t(id)}
            </p>
          ))}
        <div className={styles.buttons}>
          <Button icon={<Volume2 size={18} aria-hidden />} onPress={() => playSample(loudspeakerId)}>
            {t('calls.try.sound')}
          </Button>
          <Button onPress={onEnd}>{t('calls.try.stop')}</Button>
        </div>
      </div>
    </div>
  )
}

interface Tried {
  readonly state: DevicesState | null
  readonly picture: MediaStream | null
  readonly sound: MediaStream | null
}

/** Opened anew whenever another one is chosen, and closed with the component. */
function useTriedDevices(microphoneId: string, cameraId: string): Tried {
  const [tried, setTried] = useState<Tried>({ state: null, picture: null, sound: null })
  useEffect(() => {
    const devices = new Devices({
      onChange: (state) => setTried((before) => ({ ...before, state })),
      onTrack: (kind, track) => {
        const stream = track === null ? null : new MediaStream([track])
        setTried((before) => (kind === 'audio' ? { ...before, sound: stream } : { ...before, picture: stream }))
      },
    })
    void devices.choose('audio', microphoneId)
    void devices.choose('video', cameraId)
    void devices.open(true)
    return () => devices.close()
  }, [microphoneId, cameraId])
  return tried
}
