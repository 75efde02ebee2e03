/** With whom one talks, and the ways to call them. */
import { BadgeCheck, BellOff, ChevronLeft, EllipsisVertical, Info, Phone, Search, Timer, Video } from 'lucide-react'
import type { Conversation } from '../../shared/contract/conversations.ts'
import { isMuted } from '../../shared/conversation-list.ts'
import { useTyping } from '../app/streams.ts'
import { ChatMenu, useChatActions } from '../conversations/index.ts'
import { useFormats, useT } from '../i18n/index.ts'
import { ChatAvatar, usePresenceWords } from '../people/index.ts'
import { IconButton, MenuButton } from '../ui/index.ts'
import styles from './ChatHeader.module.css'

export interface ChatHeaderProps {
  readonly conversation: Conversation
  readonly verified: boolean
  readonly blocked: boolean
  readonly detailsOpen: boolean
  readonly onCall: (media: 'voice' | 'video') => void
  readonly onSearch: () => void
  readonly onDetails: () => void
  readonly onBack: () => void
}

export function ChatHeader({
  conversation,
  verified,
  blocked,
  detailsOpen,
  onCall,
  onSearch,
  onDetails,
  onBack,
}: ChatHeaderProps) {
  const t = useT()
  const formats = useFormats()
  const actions = useChatActions()
  const { id, expiresAfter } = conversation
  const typing = useTyping().has(id)
  const presence = usePresenceWords(conversation.contact)
  const canCall = conversation.state !== 'request' && !blocked && !conversation.notes
  const facts = conversation.notes ? t('notes.words') : (presence?.words ?? conversation.address)
  return (
    <header className={styles.header}>
      <IconButton
        label={t('timeline.back')}
        icon={<ChevronLeft size={22} aria-hidden />}
        className={styles.back}
        onPress={onBack}
      />
      <ChatAvatar chat={conversation} size={40} />
      <div className={styles.words}>
        <h1 className={styles.name}>
          <span className={styles.nameText}>{conversation.name}</span>
          {verified && (
            <span
              className={styles.verified}
              role="img"
              aria-label={t('timeline.verified')}
              title={t('timeline.verified')}
            >
              <BadgeCheck size={16} aria-hidden />
            </span>
          )}
          {isMuted(conversation, Date.now()) && (
            <span className={styles.sign} role="img" aria-label={t('chat.muted')} title={t('chat.muted')}>
              <BellOff size={16} aria-hidden />
            </span>
          )}
        </h1>
        <p className={styles.facts}>
          {expiresAfter !== null && (
            <span
              className={styles.timer}
              role="img"
              aria-label={t('chat.timer.now', { time: formats.span(expiresAfter) })}
              title={t('chat.timer.now', { time: formats.span(expiresAfter) })}
            >
              <Timer size={14} aria-hidden />
              {formats.span(expiresAfter)}
            </span>
          )}
          <span
            className={
              typing ? styles.typing : presence?.online && !conversation.notes ? styles.online : styles.address
            }
          >
            {typing ? t('conversations.typing') : facts}
          </span>
        </p>
      </div>
      {canCall && (
        <>
          <IconButton
            label={t('timeline.call.voice')}
            icon={<Phone size={20} aria-hidden />}
            onPress={() => onCall('voice')}
          />
          <IconButton
            label={t('timeline.call.video')}
            icon={<Video size={20} aria-hidden />}
            onPress={() => onCall('video')}
          />
        </>
      )}
      <IconButton
        label={t('search.in-this-chat')}
        icon={<Search size={20} aria-hidden />}
        className={styles.search}
        onPress={onSearch}
      />
      <IconButton
        label={t('timeline.details')}
        icon={<Info size={20} aria-hidden />}
        aria-expanded={detailsOpen}
        onPress={onDetails}
      />
      <MenuButton label={t('chat.menu')} icon={<EllipsisVertical size={20} aria-hidden />}>
        <ChatMenu chat={conversation} actions={actions} />
      </MenuButton>
    </header>
  )
}
