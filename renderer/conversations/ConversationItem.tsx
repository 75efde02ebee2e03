/** One chat in the list: who, what was said last, when, how much is unread. */
import { AudioLines, Ban, CircleAlert, File, Film, Image, Mic, Phone, Timer, UserRound } from 'lucide-react'
import { memo } from 'react'
import type { Conversation } from '../../shared/contract/conversations.ts'
import { type Translate, useFormats, useT } from '../i18n/index.ts'
import { Avatar, classes, VisuallyHidden } from '../ui/index.ts'
import styles from './ConversationItem.module.css'

export interface ConversationItemProps {
  readonly conversation: Conversation
  readonly open: boolean
  /** Whether the tab key stops here. */
  readonly tabStop: boolean
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

function previewWords({ preview, state, draft }: Conversation, open: boolean, t: Translate): string {
  if (draft.trim() !== '' && !open) return t('conversations.draft', { text: draft.trim() })
  if (preview === null) return t(state === 'pending' ? 'conversations.pending' : 'conversations.nothing')
  const { kind, text: said } = preview
  const text = said === '' && isNamed(kind) ? t(`conversations.${kind}`) : said.replace(/\s+/gu, ' ')
  return preview.own && preview.kind !== 'call' ? t('conversations.own', { text }) : text
}

export const ConversationItem = memo(function ConversationItem(props: ConversationItemProps) {
  const { conversation, open, tabStop, onOpen } = props
  const t = useT()
  const formats = useFormats()
  const { id, contact, name, state, unread, lastActivity, preview, draft } = conversation
  const drafted = draft.trim() !== '' && !open
  const words = previewWords(conversation, open, t)
  const Icon = preview && !drafted ? icons[preview.kind] : null
  return (
    <div className={styles.item}>
      <button
        type="button"
        className={classes(styles.button, unread > 0 && styles.unread)}
        {...(open ? { 'aria-current': 'true' as const } : {})}
        tabIndex={tabStop ? 0 : -1}
        onClick={() => onOpen(id)}
      >
        <Avatar id={contact} name={name} size={48} />
        <span className={styles.words}>
          <span className={styles.line}>
            <span className={styles.name}>{name}</span>
            <span className={styles.time}>{formats.moment(lastActivity)}</span>
          </span>
          <span className={styles.line}>
            <span className={classes(styles.preview, drafted && styles.draft)}>
              {Icon && <Icon size={14} aria-hidden />}
              <span className={styles.previewText} dir="auto">
                {words}
              </span>
            </span>
            {state === 'request' && <span className={styles.request}>{t('conversations.request')}</span>}
            {unread > 0 && (
              <span className={styles.count}>
                <span aria-hidden>{unread > 999 ? '999+' : unread}</span>
                <VisuallyHidden>{t('conversations.unread', { count: unread })}</VisuallyHidden>
              </span>
            )}
          </span>
        </span>
      </button>
    </div>
  )
})
