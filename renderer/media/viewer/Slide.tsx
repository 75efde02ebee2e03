/** One picture that can be made larger and moved, or one video, in the viewer. */
import { ImageOff } from 'lucide-react'
import { type PointerEvent, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { useT } from '../../i18n/index.ts'
import { Button } from '../../ui/index.ts'
import { ProgressRing } from '../show/ProgressRing.tsx'
import { useMedia } from '../show/use-media.ts'
import type { MediaMessage } from '../show/words.ts'
import styles from './Viewer.module.css'
import { fit, held, moved, type Placement, zoomed } from './zoom.ts'

export interface SlideHandle {
  readonly zoom: (factor: number) => void
  readonly reset: () => void
}

export interface SlideProps {
  readonly message: MediaMessage
  readonly alternative: string
  readonly ref: Ref<SlideHandle>
}

interface Point {
  readonly x: number
  readonly y: number
}

export function Slide({ message, alternative, ref }: SlideProps) {
  const t = useT()
  const { body, own } = message
  const media = useMedia(body.transferId, own)
  const area = useRef<HTMLDivElement>(null)
  const image = useRef<HTMLImageElement>(null)
  const pointers = useRef(new Map<number, Point>())
  const [placement, setPlacement] = useState<Placement>(fit)
  const [broken, setBroken] = useState(false)
  const video = body.media.kind === 'video'

  const change = (to: (from: Placement) => Placement) =>
    setPlacement((from) => {
      const [window, picture] = [area.current, image.current]
      if (window === null || picture === null) return from
      const { clientWidth: windowWidth, clientHeight: windowHeight } = window
      return held(to(from), { width: picture.clientWidth, height: picture.clientHeight, windowWidth, windowHeight })
    })
  const zoomAt = (factor: number, at: Point) => change((from) => zoomed(from, factor, at))
  useImperativeHandle(ref, () => ({
    zoom: (factor) => zoomAt(factor, { x: 0, y: 0 }),
    reset: () => setPlacement(fit),
  }))

  // A listener of React's is passive: the page would scroll, or be made larger itself.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `zoomAt` reads what it needs when it is called.
  useEffect(() => {
    const window = area.current
    if (window === null || video) return
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      zoomAt(Math.exp(-event.deltaY / (event.ctrlKey ? 100 : 400)), fromMiddle(window, event))
    }
    window.addEventListener('wheel', onWheel, { passive: false })
    return () => window.removeEventListener('wheel', onWheel)
  }, [video])

  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const before = pointers.current.get(event.pointerId)
    if (before === undefined) return
    const now = fromMiddle(event.currentTarget, event)
    const [other] = [...pointers.current].flatMap(([id, point]) => (id === event.pointerId ? [] : point))
    pointers.current.set(event.pointerId, now)
    if (other === undefined) change((from) => moved(from, now.x - before.x, now.y - before.y))
    else {
      const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }
      zoomAt(distance(now, other) / Math.max(1, distance(before, other)), middle)
    }
  }
  const onPointerEnd = (event: PointerEvent) => pointers.current.delete(event.pointerId)

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
  if (media.file === null) {
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
          src={media.file}
          aria-label={alternative}
          controls
          autoPlay
          onError={() => setBroken(true)}
          {...(media.thumbnail === null ? {} : { poster: media.thumbnail })}
        />
      </div>
    )
  }
  const { scale, x, y } = placement
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the viewer's keys and buttons do the same.
    <div
      ref={area}
      className={styles.area}
      data-zoomed={scale > 1}
      onDoubleClick={(event) => (scale > 1 ? setPlacement(fit) : zoomAt(2.5, fromMiddle(event.currentTarget, event)))}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        pointers.current.set(event.pointerId, fromMiddle(event.currentTarget, event))
      }}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
    >
      <img
        ref={image}
        className={styles.picture}
        src={media.file}
        alt={alternative}
        draggable={false}
        style={{ transform: `translate(${x}px, ${y}px) scale(${scale})` }}
        onError={() => setBroken(true)}
      />
    </div>
  )
}

function fromMiddle(
  element: Element,
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
): Point {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { x: clientX - left - width / 2, y: clientY - top - height / 2 }
}

const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y)
