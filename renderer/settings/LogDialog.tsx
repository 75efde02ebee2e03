/** The program's own log, to be read before it is given to anybody. */
import { useEffect, useState } from 'react'
import { useShell } from '../app/client.ts'
import { useCopy } from '../app/copy.ts'
import { useErrorText, useT } from '../i18n/index.ts'
import { CopyButton, Dialog, Spinner, showToast } from '../ui/index.ts'
import styles from './Settings.module.css'

export function LogDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useT()
  const shell = useShell()
  const errorText = useErrorText()
  const copy = useCopy()
  const [log, setLog] = useState<string>()
  useEffect(() => {
    shell.log().then(setLog, (error: unknown) => showToast({ tone: 'danger', text: errorText(error) }))
  }, [shell, errorText])
  return (
    <Dialog
      title={t('settings.about.log')}
      width="wide"
      isOpen
      onClose={onClose}
      buttons={log ? <CopyButton label={t('settings.about.log.copy')} onCopy={() => copy(log)} /> : undefined}
    >
      <p>{t('settings.about.log.words')}</p>
      {log === undefined && <Spinner />}
      {log === '' && <p>{t('settings.about.log.none')}</p>}
      {log && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
        <section className={styles.log} aria-label={t('settings.about.log')} tabIndex={0}>
          <pre>{log}</pre>
        </section>
      )}
    </Dialog>
  )
}
