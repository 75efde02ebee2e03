/** How fast a transfer was in the last minute, as a line that moves to the left. */
import type { TransferId } from '../../shared/ids.ts'
import { speedsKept } from '../app/speedHistory.ts'
import { useSpeeds } from '../app/streams.ts'
import { useFormats, useT } from '../i18n/index.ts'
import styles from './SpeedGraph.module.css'

const height = 100
/** Fewer values are no line. */
const fewest = 3

export function SpeedGraph({ id }: { readonly id: TransferId }) {
  const t = useT()
  const formats = useFormats()
  const speeds = useSpeeds(id)
  const most = Math.max(0, ...speeds)
  if (speeds.length < fewest || most === 0) return null
  const from = speedsKept - speeds.length
  const points = speeds.map((speed, at) => `${from + at},${(height - (speed / most) * height).toFixed(1)}`)
  const words = t('transfers.most', { speed: formats.speed(most) })
  return (
    <div className={styles.graph} role="img" aria-label={t('transfers.speeds', { most: words })}>
      <svg viewBox={`0 0 ${speedsKept - 1} ${height}`} preserveAspectRatio="none" aria-hidden>
        <polygon className={styles.area} points={`${from},${height} ${points.join(' ')} ${speedsKept - 1},${height}`} />
        <polyline className={styles.line} points={points.join(' ')} />
      </svg>
      <span className={styles.most}>{words}</span>
    </div>
  )
}
