/** One chat in the list: who, what was said last, when, how much is unread. */
import {
  AudioLines,
  Ban,
  BellOff,
  CircleAlert,
  Ellipsis,
  File,
  Film,
  Image,
  Mic,
  Phone,
  Pin,
  Timer,
  UserRound,
} from 'lucide-react'
import { memo, useState } from 'react'
import type { Conversation } from '../../shared/contract/conversations.ts'
import { isMuted } from '../../shared/conversation-list.ts'
import { type Translate, useFormats, useT } from '../i18n/index.ts'
import { ChatAvatar } from '../people/index.ts'
import { classes, MenuButton, VisuallyHidden } from '../ui/index.ts'
import styles from './ConversationItem.module.css'
import { ChatMenu } from './menu/ChatMenu.tsx'
import type { ChatActions } from './menu/use-chat-actions.ts'

export interface ConversationItemProps {
  readonly conversation: Conversation
  readonly open: boolean
  /** Whether the tab key stops here. */
  readonly tabStop: boolean
  /** Whether the other person is writing. */
  readonly typing: boolean
  readonly actions: ChatActions
  readonly onOpen: (id: Conversation['id']) => void
}

const icons = {
  text: null,
  file: File,
  picture: Image,
  video: Film,
  audio: AudioLines,
  voice: Mic,
  contact: UserRound,
  call: Phone,
  deleted: Ban,
  timer: Timer,
  notice: CircleAlert,
} as const

/** Kinds that say what they are where they have no words of their own. */
const named = new Set(['picture', 'video', 'audio', 'voice', 'call', 'deleted', 'timer', 'notice'] as const)
type Named = typeof named extends Set<infer Kind> ? Kind : never
const isNamed = (kind: string): kind is Named => named.has(kind as Named)

function previewWords({ preview, state, draft, notes }: Conversation, open: boolean, t: Translate): string {
  if (draft.trim() !== '' && !open) return t('conversations.draft', { text: draft.trim() })
  if (preview === null) return t(state === 'pending' ? 'conversations.pending' : 'conversations.nothing')
  const { kind, text: said } = preview
  const text = said === '' && isNamed(kind) ? t(`conversations.${kind}`) : said.replace(/\s+/gu, ' ')
  return preview.own && preview.kind !== 'call' && !notes ? t('conversations.own', { text }) : text
}

export const ConversationItem = memo(function ConversationItem(props: ConversationItemProps) {
  const { conversation, open, tabStop, typing, actions, onOpen } = props
  const t = useT()
  const formats = useFormats()
  const { id, name, state, unread, markedUnread, pinned, lastActivity, preview, draft } = conversation
  const muted = isMuted(conversation, Date.now())
  const drafted = draft.trim() !== '' && !open && !typing
  const words = typing ? t('conversations.typing') : previewWords(conversation, open, t)
  const Icon = preview && !drafted && !typing ? icons[preview.kind] : null
  // A menu for each of thousands of chats would help nobody.
  const [reached, setReached] = useState(false)
  const [opened, setOpened] = useState(false)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is inside has the focus and the role
    <div
      className={styles.item}
      data-opened={opened || undefined}
      onPointerEnter={() => setReached(true)}
      onPointerLeave={(event) => setReached(event.currentTarget.contains(document.activeElement))}
      onFocus={() => setReached(true)}
      onBlur={(event) => setReached(event.currentTarget.contains(event.relatedTarget))}
    >
      <button
        type="button"
        className={classes(styles.button, (unread > 0 || markedUnread) && styles.unread)}
        {...(open ? { 'aria-current': 'true' as const } : {})}
        tabIndex={tabStop ? 0 : -1}
        onClick={() => onOpen(id)}
      >
        <ChatAvatar chat={conversation} size={48} />
        <span className={styles.words}>
          <span className={styles.line}>
            <span className={styles.name}>{name}</span>
            {muted && (
              <span className={styles.sign}>
                <BellOff size={14} aria-hidden />
                <VisuallyHidden>{t('chat.muted')}</VisuallyHidden>
              </span>
            )}
            {pinned && (
              <span className={styles.sign}>
                <Pin size={14} aria-hidden />
                <VisuallyHidden>{t('chat.pinned')}</VisuallyHidden>
              </span>
            )}
            <span className={styles.time}>{formats.moment(lastActivity)}</span>
          </span>
          <span className={styles.line}>
            <span className={classes(styles.preview, (drafted || typing) && styles.draft)}>
              {Icon && <Icon size={14} aria-hidden />}
              <span className={styles.previewText} dir="auto">
                {words}
              </span>
            </span>
            {state === 'request' && <span className={styles.request}>{t('conversations.request')}</span>}
            {unread > 0 && (
              <span className={classes(styles.count, muted && styles.quiet)}>
                <span aria-hidden>{unread > 999 ? '999+' : unread}</span>
                <VisuallyHidden>{t('conversations.unread', { count: unread })}</VisuallyHidden>
              </span>
            )}
            {unread === 0 && markedUnread && (
              <span className={styles.dot}>
                <VisuallyHidden>{t('chat.marked-unread')}</VisuallyHidden>
              </span>
            )}
          </span>
        </span>
      </button>
      {(reached || opened) && (
        <span className={styles.more}>
          <MenuButton
            label={t('chat.menu')}
            icon={<Ellipsis size={18} aria-hidden />}
            size="small"
            tooltip="none"
            onOpenChange={setOpened}
          >
            <ChatMenu chat={conversation} actions={actions} />
          </MenuButton>
        </span>
      )}
    </div>
  )
})
