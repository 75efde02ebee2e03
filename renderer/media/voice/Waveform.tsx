/** A position in a sound, drawn as its loudness: a slider for pointer and keys. */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { useFormats, useT } from '../../i18n/index.ts'
import styles from './Waveform.module.css'

export interface WaveformProps {
  /** 0 to 255; empty draws a line. */
  readonly waveform: readonly number[]
  /** Seconds. */
  readonly position: number
  readonly length: number
  readonly onSeek: (seconds: number) => void
  readonly isDisabled?: boolean
}

/** Bars that fit, and are still bars. */
const bars = 48
/** Seconds of an arrow key. */
const step = 2

export function Waveform({ waveform, position, length, onSeek, isDisabled = false }: WaveformProps) {
  const t = useT()
  const formats = useFormats()
  const dragging = useRef(false)
  const share = length > 0 ? Math.min(1, position / length) : 0
  const seek = (seconds: number) => {
    if (!isDisabled) onSeek(Math.min(length, Math.max(0, seconds)))
  }
  const at = (event: PointerEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    seek(((event.clientX - left) / Math.max(1, width)) * length)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const target = targetOf(event.key, position, length)
    if (target === null) return
    event.preventDefault()
    event.stopPropagation()
    seek(target)
  }
  return (
    <div
      className={styles.wave}
      role="slider"
      tabIndex={isDisabled ? -1 : 0}
      aria-label={t('media.seek')}
      aria-valuemin={0}
      aria-valuemax={Math.round(length)}
      aria-valuenow={Math.round(position)}
      aria-valuetext={t('media.position', { time: formats.clock(position), length: formats.clock(length) })}
      aria-disabled={isDisabled}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0 || isDisabled) return
        dragging.current = true
        event.currentTarget.setPointerCapture(event.pointerId)
        at(event)
      }}
      onPointerMove={(event) => {
        if (dragging.current) at(event)
      }}
      onPointerUp={() => {
        dragging.current = false
      }}
      onPointerCancel={() => {
        dragging.current = false
      }}
    >
      <svg viewBox={`0 0 ${bars * 4} 28`} preserveAspectRatio="none" className={styles.drawing} aria-hidden>
        {heightsOf(waveform).map((height, index) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place.
            key={index}
            className={(index + 0.5) / bars <= share ? styles.past : styles.ahead}
            x={index * 4}
            y={14 - height / 2}
            width={2.4}
            height={height}
            rx={1.2}
          />
        ))}
      </svg>
    </div>
  )
}

function heightsOf(waveform: readonly number[]): number[] {
  return Array.from({ length: bars }, (_, index) => {
    const value = waveform[Math.floor((index * waveform.length) / bars)] ?? 0
    return 3 + (value / 255) * 23
  })
}

/** Null for a key that moves nothing. */
function targetOf(key: string, position: number, length: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return position + step
    case 'ArrowLeft':
    case 'ArrowDown':
      return position - step
    case 'PageUp':
      return position + length / 10
    case 'PageDown':
      return position - length / 10
    case 'Home':
      return 0
    case 'End':
      return length
    default:
      return null
  }
}
