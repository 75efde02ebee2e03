/** A text as QR code; always dark on white, for cameras. */
import { encode } from 'uqr'
import styles from './QrCode.module.css'

export interface QrCodeProps {
  readonly text: string
  /** The accessible name. */
  readonly label: string
}

export function QrCode({ text, label }: QrCodeProps) {
  const { data, size } = encode(text, { ecc: 'L', border: 2 })
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg
      className={styles.code}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path d={path} />
    </svg>
  )
}
