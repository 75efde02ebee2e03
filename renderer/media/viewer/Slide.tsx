/** One picture that can be made larger and moved, or one video, in the viewer. */
import { ImageOff } from 'lucide-react'
import { type Ref, useState } from 'react'
import { useT } from '../../i18n/index.ts'
import { Button, Zoomable, type ZoomHandle } from '../../ui/index.ts'
import { ProgressRing } from '../show/ProgressRing.tsx'
import { useMedia } from '../show/use-media.ts'
import type { MediaMessage } from '../show/words.ts'
import styles from './Viewer.module.css'

export interface SlideProps {
  readonly message: MediaMessage
  readonly alternative: string
  readonly ref: Ref<ZoomHandle>
}

export function Slide({ message, alternative, ref }: SlideProps) {
  const t = useT()
  const { body, own } = message
  const media = useMedia(body.transferId, own)
  const { file } = media
  const [broken, setBroken] = useState(false)
  const video = body.media.kind === 'video'

  if (broken || media.state === 'gone' || media.state === 'failed') {
    const words = broken ? 'media.broken' : media.state === 'failed' ? 'media.failed' : 'media.gone'
    return (
      <div className={styles.area}>
        <span className={styles.trouble}>
          <ImageOff size={40} strokeWidth={1.5} aria-hidden />
          {t(words)}
        </span>
      </div>
    )
  }
  if (file === null) {
    return (
      <div className={styles.area}>
        {media.thumbnail !== null && <img className={styles.picture} src={media.thumbnail} alt={alternative} />}
        {media.state === 'offered' ? (
          <Button className={styles.load} onPress={media.load}>
            {t('media.open', { what: alternative })}
          </Button>
        ) : (
          <span className={styles.waiting}>
            <ProgressRing label={t('media.loading', { what: alternative })} share={media.share} />
          </span>
        )}
      </div>
    )
  }
  if (video) {
    return (
      <div className={styles.area}>
        <video
          className={styles.picture}
          src={file}
          aria-label={alternative}
          controls
          autoPlay
          onError={() => setBroken(true)}
          {...(media.thumbnail === null ? {} : { poster: media.thumbnail })}
        />
      </div>
    )
  }
  return (
    <Zoomable ref={ref} className={styles.area}>
      {({ ref: picture, style }) => (
        <img
          ref={picture}
          className={styles.picture}
          src={file}
          alt={alternative}
          draggable={false}
          style={style}
          onError={() => setBroken(true)}
        />
      )}
    </Zoomable>
  )
}
