/** The other side's screen, which can be made larger to read what is on it. */
import { Minus, Plus } from 'lucide-react'
import { type Ref, useRef } from 'react'
import { useT } from '../../i18n/index.ts'
import { IconButton, Zoomable, type ZoomHandle } from '../../ui/index.ts'
import styles from './RemoteScreen.module.css'
import { Video } from './Video.tsx'

/** How much larger a press makes it. */
const step = 1.5

export interface RemoteScreenProps {
  readonly stream: MediaStream
  readonly name: string
  readonly small: boolean
  readonly loudspeakerId: string | null
  readonly picture: Ref<HTMLVideoElement>
}

export function RemoteScreen({ stream, name, small, loudspeakerId, picture }: RemoteScreenProps) {
  const t = useT()
  const zoom = useRef<ZoomHandle>(null)
  return (
    <div className={small ? styles.small : styles.screen}>
      <Zoomable ref={zoom} className={styles.window}>
        {({ ref, style }) => (
          <div ref={ref} className={styles.content} style={style}>
            <Video
              stream={stream}
              label={t('calls.screen-of', { name })}
              className={styles.video}
              loudspeakerId={loudspeakerId}
              picture={picture}
            />
          </div>
        )}
      </Zoomable>
      {!small && (
        <div className={styles.buttons}>
          <IconButton
            label={t('calls.screen.smaller')}
            icon={<Minus size={18} aria-hidden />}
            tooltip="top"
            onPress={() => zoom.current?.zoom(1 / step)}
          />
          <IconButton
            label={t('calls.screen.larger')}
            icon={<Plus size={18} aria-hidden />}
            tooltip="top"
            onPress={() => zoom.current?.zoom(step)}
          />
        </div>
      )}
    </div>
  )
}
