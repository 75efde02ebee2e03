/** Which screen or window is to be shown, by its picture. */
import { AppWindow, Monitor } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components'
import type { ScreenSource, Screens } from '../../../shared/contract/index.ts'
import { useT } from '../../i18n/index.ts'
import { Dialog, EmptyState, Switch } from '../../ui/index.ts'
import styles from './ScreenPicker.module.css'

export interface ScreenPickerProps {
  readonly screens: Screens
  readonly onChoose: (source: ScreenSource, sound: boolean) => void
  readonly onClose: () => void
}

const kinds = ['screen', 'window'] as const
const icons = { screen: Monitor, window: AppWindow } as const

export function ScreenPicker({ screens, onChoose, onClose }: ScreenPickerProps) {
  const t = useT()
  const [sound, setSound] = useState(screens.sound)
  const groups = kinds
    .map((kind) => ({ kind, sources: screens.sources.filter((source) => source.kind === kind) }))
    .filter(({ sources }) => sources.length > 0)
  return (
    <Dialog title={t('calls.share.what')} isOpen onClose={onClose} width="wide">
      {groups.length === 0 && <EmptyState icon={<Monitor />} title={t('calls.share.none')} />}
      {groups.map(({ kind, sources }) => (
        <section key={kind} className={styles.group} aria-label={t(`calls.share.${kind}s`)}>
          <h3 className={styles.kind}>{t(`calls.share.${kind}s`)}</h3>
          <div className={styles.sources}>
            {sources.map((source) => (
              <Source key={source.id} source={source} onChoose={() => onChoose(source, sound)} />
            ))}
          </div>
        </section>
      ))}
      {screens.sound ? (
        <Switch label={t('calls.share.sound')} isSelected={sound} onChange={setSound} />
      ) : (
        <p className={styles.note}>{t('calls.share.no-sound')}</p>
      )}
    </Dialog>
  )
}

function Source({ source, onChoose }: { readonly source: ScreenSource; readonly onChoose: () => void }) {
  const Icon = icons[source.kind]
  return (
    <Button className={styles.source ?? ''} onPress={onChoose}>
      <img className={styles.picture} src={source.thumbnail} alt="" draggable={false} />
      <span className={styles.name}>
        <Icon size={16} aria-hidden />
        <span>{source.name}</span>
      </span>
    </Button>
  )
}
