/** What a call's media are like at the moment, in figures. */
import { useFormats, useT } from '../../i18n/index.ts'
import { type CallStatistics, type Picture, qualityOf } from '../media/statistics.ts'
import styles from './Statistics.module.css'

export interface StatisticsProps {
  /** Of whom one talks to. */
  readonly name: string
  readonly statistics: CallStatistics
}

export function Statistics({ name, statistics }: StatisticsProps) {
  const t = useT()
  const formats = useFormats()
  const { path, roundTripMs, lost, audio, received, sent, limit } = statistics
  const rate = (bitsPerSecond: number) => t('calls.rate', { kilobits: Math.round(bitsPerSecond / 1000) })
  const pictureWords = ({ codec, width, height, framesPerSecond, bitsPerSecond }: Picture) => [
    codec,
    `${width} × ${height}`,
    t('calls.frames', { count: Math.round(framesPerSecond) }),
    rate(bitsPerSecond),
  ]
  const rows: [string, readonly (string | null)[]][] = [
    [
      t('calls.connection'),
      [t(`calls.quality.${qualityOf(statistics)}`), path === null ? null : t(`calls.path.${path}`)],
    ],
    [
      t('calls.round-trip'),
      [roundTripMs === null ? null : t('calls.milliseconds', { count: Math.round(roundTripMs) })],
    ],
    [t('calls.lost'), [lost === null ? null : formats.percent(lost)]],
    [t('calls.sound'), audio === null ? [] : [audio.codec, rate(audio.bitsPerSecond)]],
    [t('calls.video-of', { name }), received === null ? [] : pictureWords(received)],
    [
      t('calls.own-video'),
      sent === null ? [] : [...pictureWords(sent), limit === null ? null : t(`calls.limit.${limit}`)],
    ],
  ]
  return (
    <dl className={styles.statistics} aria-label={t('calls.connection')}>
      {rows.map(([term, words]) => (
        <div key={term} className={styles.row}>
          <dt>{term}</dt>
          <dd>{words.filter((word) => word !== null && word !== '').join(' · ') || '–'}</dd>
        </div>
      ))}
    </dl>
  )
}
