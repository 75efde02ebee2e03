/** Makes a backup now: says what is in it and what opens it. */
import type { SaveEvent } from '../../shared/contract/index.ts'
import { useCore } from '../app/client.ts'
import { FolderJobDialog } from '../app/FolderJobDialog.tsx'
import { useProtection } from '../app/lock.ts'
import { useFormats, useT } from '../i18n/index.ts'

export function BackupDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useT()
  const { bytes } = useFormats()
  const core = useCore()
  const { passphrase } = useProtection()
  return (
    <FolderJobDialog<Extract<SaveEvent, { type: 'done' }>>
      title={t('backup.dialog')}
      choose={t('backup.choose')}
      begin={t('backup.make')}
      running={t('backup.running')}
      job={(where, options) => core.backup.save(where, options)}
      result={({ name, size }) => <p role="status">{t('backup.done', { name, size: bytes(size) })}</p>}
      onClose={onClose}
    >
      <p>{t('backup.words')}</p>
      <p>{t(passphrase ? 'backup.opens.passphrase' : 'backup.opens.phrase')}</p>
      <p>{t('backup.moving')}</p>
    </FolderJobDialog>
  )
}
