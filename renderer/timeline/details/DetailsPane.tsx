/** The page of a chat beside it: who the other person is, and what was sent. */
import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Conversation, Message } from '../../../shared/contract/conversations.ts'
import type { MessageId } from '../../../shared/ids.ts'
import { useT } from '../../i18n/index.ts'
import type { MediaMessage } from '../../media/index.ts'
import { IconButton, Tabs } from '../../ui/index.ts'
import styles from './DetailsPane.module.css'
import { Overview } from './Overview.tsx'
import { SharedFiles } from './SharedFiles.tsx'
import { SharedLinks } from './SharedLinks.tsx'
import { SharedMedia } from './SharedMedia.tsx'

export interface DetailsPaneProps {
  readonly conversation: Conversation
  readonly verified: boolean
  /** Another value whenever something in the chat has changed. */
  readonly changes: unknown
  readonly onCopy: (text: string) => void
  readonly onOpenMedia: (message: MediaMessage) => void
  readonly onLink: (url: string) => void
  readonly onJump: (id: MessageId) => void
  readonly onClose: () => void
}

export function DetailsPane(props: DetailsPaneProps) {
  const { conversation, verified, changes, onCopy, onOpenMedia, onLink, onClose } = props
  const t = useT()
  // Back to where the pane was opened from; read while rendering, before the pane takes the focus.
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    },
    [opener],
  )
  const jump = ({ id }: Message) => props.onJump(id)
  const shared = { conversation, changes, onJump: jump }
  return (
    <aside
      className={styles.pane}
      aria-label={t('timeline.details')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <header className={styles.head}>
        <h2 className={styles.title}>{t('timeline.details')}</h2>
        <IconButton
          label={t('timeline.details-close')}
          icon={<X size={20} aria-hidden />}
          onPress={onClose}
          autoFocus
          // An open tooltip would take the first Escape for itself.
          tooltip="none"
        />
      </header>
      <Tabs
        label={t('people.shared')}
        tabs={[
          {
            id: 'overview',
            label: t('people.shared.overview'),
            content: <Overview conversation={conversation} verified={verified} onCopy={onCopy} />,
          },
          {
            id: 'media',
            label: t('people.shared.media'),
            content: <SharedMedia {...shared} onOpen={onOpenMedia} />,
          },
          { id: 'files', label: t('people.shared.files'), content: <SharedFiles {...shared} /> },
          { id: 'links', label: t('people.shared.links'), content: <SharedLinks {...shared} onLink={onLink} /> },
        ]}
      />
    </aside>
  )
}
