/** Which pictures, videos, sounds and files of contacts are loaded by themselves. */
import type { Settings, SettingsChange } from '../../../shared/contract/index.ts'
import { useFormats, useT } from '../../i18n/index.ts'
import { Select } from '../../ui/index.ts'
import styles from './AutomaticDownload.module.css'

const megabyte = 1_000_000
/** Bytes; 0 for never. */
const choices = [0, megabyte, 10 * megabyte, 25 * megabyte, 100 * megabyte, 500 * megabyte]
const kinds = ['picture', 'video', 'audio', 'file'] as const

export interface AutomaticDownloadProps {
  readonly settings: Settings
  readonly change: (change: SettingsChange) => void
}

export function AutomaticDownload({ settings: { autoDownload }, change }: AutomaticDownloadProps) {
  const t = useT()
  const formats = useFormats()
  const label = (bytes: number) =>
    bytes === 0 ? t('media.settings.never') : t('media.settings.up-to', { size: formats.bytes(bytes) })
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{t('media.settings')}</legend>
      <p className={styles.words}>{t('media.settings.words')}</p>
      <div className={styles.kinds}>
        {kinds.map((kind) => {
          const known = choices.includes(autoDownload[kind]) ? choices : [...choices, autoDownload[kind]]
          return (
            <Select
              key={kind}
              label={t(`media.settings.${kind}`)}
              value={String(autoDownload[kind])}
              onChange={(value) => change({ autoDownload: { ...autoDownload, [kind]: Number(value) } })}
              options={known.map((bytes) => ({ value: String(bytes), label: label(bytes) }))}
            />
          )
        })}
      </div>
    </fieldset>
  )
}
