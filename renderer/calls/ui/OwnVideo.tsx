/** The own picture, in whichever corner it is not in the way: dragged there, or brought there by arrow keys. */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { useT } from '../../i18n/index.ts'
import { classes } from '../../ui/index.ts'
import styles from './OwnVideo.module.css'
import { Video } from './Video.tsx'

interface Corner {
  readonly side: 'start' | 'end'
  readonly edge: 'top' | 'bottom'
}

export interface OwnVideoProps {
  readonly stream: MediaStream
  readonly small: boolean
}

const usual: Corner = { side: 'end', edge: 'bottom' }

export function OwnVideo({ stream, small }: OwnVideoProps) {
  const t = useT()
  const [corner, setCorner] = useState(usual)
  const [moved, setMoved] = useState({ x: 0, y: 0 })
  const from = useRef<{ readonly x: number; readonly y: number } | null>(null)

  const onPointerMove = ({ clientX, clientY }: PointerEvent) => {
    if (from.current !== null) setMoved({ x: clientX - from.current.x, y: clientY - from.current.y })
  }
  const onPointerUp = ({ currentTarget }: PointerEvent<HTMLElement>) => {
    if (from.current === null) return
    from.current = null
    setMoved({ x: 0, y: 0 })
    const { left, top, width, height } = currentTarget.getBoundingClientRect()
    const stage = (currentTarget.offsetParent ?? document.body).getBoundingClientRect()
    const right = left + width / 2 > stage.left + stage.width / 2
    const forward = getComputedStyle(currentTarget).direction === 'ltr'
    setCorner({
      side: right === forward ? 'end' : 'start',
      edge: top + height / 2 > stage.top + stage.height / 2 ? 'bottom' : 'top',
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const change = changes[event.key]
    if (change === undefined) return
    event.preventDefault()
    setCorner((before) => ({ ...before, ...change }))
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of one that arrow keys move; no element means that
    <div
      role="group"
      aria-label={t('calls.own-place')}
      tabIndex={small ? -1 : 0}
      className={classes(styles.own, small && styles.small)}
      data-side={corner.side}
      data-edge={corner.edge}
      style={{ translate: `${moved.x}px ${moved.y}px` }}
      onKeyDown={small ? undefined : onKeyDown}
      onPointerDown={(event) => {
        if (small || event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        from.current = { x: event.clientX, y: event.clientY }
      }}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
    >
      <Video className={styles.picture} stream={stream} label={t('calls.own-video')} muted mirrored />
    </div>
  )
}

const changes: Readonly<Record<string, Partial<Corner>>> = {
  ArrowLeft: { side: 'start' },
  ArrowRight: { side: 'end' },
  ArrowUp: { edge: 'top' },
  ArrowDown: { edge: 'bottom' },
}
