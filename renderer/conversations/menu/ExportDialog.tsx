/** Writes a copy of a chat for reading elsewhere: asks with what. */
import { useState } from 'react'
import type { Conversation } from '../../../shared/contract/conversations.ts'
import type { ExportEvent } from '../../../shared/contract/index.ts'
import { useCore } from '../../app/client.ts'
import { FolderJobDialog } from '../../app/FolderJobDialog.tsx'
import { useLocale, useT } from '../../i18n/index.ts'
import { Switch } from '../../ui/index.ts'

export interface ExportDialogProps {
  readonly chat: Conversation
  readonly onClose: () => void
}

export function ExportDialog({ chat, onClose }: ExportDialogProps) {
  const t = useT()
  const language = useLocale()
  const core = useCore()
  const [files, setFiles] = useState(true)
  return (
    <FolderJobDialog<Extract<ExportEvent, { type: 'done' }>>
      title={t('chat.export.title', { name: chat.name })}
      choose={t('chat.export.choose')}
      begin={t('chat.export.action')}
      running={t('chat.export.running')}
      job={(where, options) =>
        core.chatExport.conversation({ conversationId: chat.id, language, files, ...where }, options)
      }
      result={({ folder, missing }) => (
        <>
          <p role="status">{t('chat.export.done', { folder })}</p>
          {missing > 0 && <p>{t('chat.export.missing', { count: missing })}</p>}
        </>
      )}
      onClose={onClose}
    >
      <p>{t('chat.export.words')}</p>
      <Switch label={t('chat.export.files')} isSelected={files} onChange={setFiles} />
    </FolderJobDialog>
  )
}
