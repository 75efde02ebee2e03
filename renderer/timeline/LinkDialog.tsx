/** Shows where a link leads before anything is opened. */
import { useT } from '../i18n/index.ts'
import { ConfirmDialog } from '../ui/index.ts'
import styles from './LinkDialog.module.css'

export interface LinkDialogProps {
  /** Null when nothing is asked. */
  readonly url: string | null
  readonly onOpen: (url: string) => void
  readonly onClose: () => void
}

/** The part that decides where one ends up; for e-mail the address. `URL` writes foreign letters as Punycode. */
function destination(url: string): string {
  const { protocol, host, pathname } = new URL(url)
  return protocol === 'mailto:' ? decodeURIComponent(pathname) : host
}

export function LinkDialog({ url, onOpen, onClose }: LinkDialogProps) {
  const t = useT()
  return (
    <ConfirmDialog
      title={t('timeline.link.title')}
      action={t('timeline.link.open')}
      isOpen={url !== null}
      onConfirm={() => {
        if (url !== null) onOpen(url)
      }}
      onClose={onClose}
    >
      {url !== null && (
        <div className={styles.content}>
          <p className={styles.host}>{destination(url)}</p>
          <p className={styles.url}>{url}</p>
          <p>{t('timeline.link.words')}</p>
        </div>
      )}
    </ConfirmDialog>
  )
}
