/** The other side's sound, and its picture while there is one. */
import { Volume2 } from 'lucide-react'
import { type Ref, useCallback, useState } from 'react'
import { useT } from '../../i18n/index.ts'
import { Button, classes } from '../../ui/index.ts'
import styles from './Stage.module.css'
import { Video } from './Video.tsx'

export interface RemoteVideoProps {
  readonly stream: MediaStream
  readonly name: string
  readonly shown: boolean
  /** Makes room for what is shown beside it. */
  readonly aside: boolean
  readonly loudspeakerId: string | null
  readonly picture: Ref<HTMLVideoElement>
}

export function RemoteVideo({ stream, name, shown, aside, loudspeakerId, picture }: RemoteVideoProps) {
  const t = useT()
  const [refused, setRefused] = useState(false)
  const [attempt, setAttempt] = useState(0)
  const onRefused = useCallback(() => setRefused(true), [])
  return (
    <>
      {/* Stays while the camera is off, because it carries the sound. */}
      <div className={classes(styles.remote, aside && styles.aside)} hidden={!shown}>
        <Video
          key={attempt}
          stream={stream}
          label={t('calls.video-of', { name })}
          className={styles.remoteVideo}
          loudspeakerId={loudspeakerId}
          picture={picture}
          onRefused={onRefused}
        />
      </div>
      {refused && (
        <Button
          className={styles.sound}
          icon={<Volume2 size={18} aria-hidden />}
          onPress={() => {
            setRefused(false)
            setAttempt(attempt + 1)
          }}
        >
          {t('calls.sound-on')}
        </Button>
      )}
    </>
  )
}
