/** Everything that can be done with a chat, for the menus in the list and in its header. */
import {
  Archive,
  ArchiveRestore,
  Bell,
  BellOff,
  ContactRound,
  FolderOutput,
  MailOpen,
  MessageCircleMore,
  Pin,
  PinOff,
  Share2,
  Trash2,
} from 'lucide-react'
import { type Conversation, mutedForever } from '../../../shared/contract/conversations.ts'
import { isMuted } from '../../../shared/conversation-list.ts'
import { useFormats, useT } from '../../i18n/index.ts'
import { askForNickname, askToShare } from '../../people/index.ts'
import { MenuItem, MenuSeparator, Submenu } from '../../ui/index.ts'
import { askToDelete, askToExport } from './asked.ts'
import { TimerMenu } from './TimerMenu.tsx'
import type { ChatActions } from './use-chat-actions.ts'

export interface ChatMenuProps {
  readonly chat: Conversation
  readonly actions: ChatActions
}

export function ChatMenu({ chat, actions }: ChatMenuProps) {
  const t = useT()
  const { id, contact, pinned, archived, unread, markedUnread, state, notes } = chat
  const waits = unread > 0 || markedUnread
  return (
    <>
      <MenuItem
        label={t(pinned ? 'chat.unpin' : 'chat.pin')}
        icon={pinned ? <PinOff size={16} aria-hidden /> : <Pin size={16} aria-hidden />}
        onAction={() => actions.pin(chat, !pinned)}
      />
      <MenuItem
        label={t(waits ? 'chat.mark-read' : 'chat.mark-unread')}
        icon={waits ? <MailOpen size={16} aria-hidden /> : <MessageCircleMore size={16} aria-hidden />}
        onAction={() => (waits ? actions.markRead(chat) : actions.markUnread(chat))}
      />
      {!notes && <MuteMenu chat={chat} actions={actions} />}
      {state === 'accepted' && !notes && <TimerMenu chat={chat} actions={actions} />}
      <MenuItem
        label={t(archived ? 'chat.unarchive' : 'chat.archive')}
        icon={archived ? <ArchiveRestore size={16} aria-hidden /> : <Archive size={16} aria-hidden />}
        onAction={() => actions.archive(chat, !archived)}
      />
      {state !== 'request' && !notes && (
        <>
          <MenuItem
            label={t('people.nickname.change')}
            icon={<ContactRound size={16} aria-hidden />}
            onAction={() => askForNickname(contact)}
          />
          <MenuItem
            label={t('people.share')}
            icon={<Share2 size={16} aria-hidden />}
            onAction={() => askToShare(contact)}
          />
        </>
      )}
      <MenuItem
        label={t('chat.export')}
        icon={<FolderOutput size={16} aria-hidden />}
        onAction={() => askToExport(id)}
      />
      <MenuSeparator />
      <MenuItem
        danger
        label={t('timeline.delete-chat')}
        icon={<Trash2 size={16} aria-hidden />}
        onAction={() => askToDelete(id)}
      />
    </>
  )
}

const hour = 3_600
/** Seconds. */
const muteTimes = [hour, 8 * hour, 24 * hour, 7 * 24 * hour] as const

function MuteMenu({ chat, actions }: ChatMenuProps) {
  const t = useT()
  const formats = useFormats()
  if (isMuted(chat, Date.now())) {
    const { mutedUntil } = chat
    const label =
      mutedUntil === null || mutedUntil >= mutedForever
        ? t('chat.unmute')
        : t('chat.unmute-until', { time: formats.moment(mutedUntil) })
    return <MenuItem label={label} icon={<Bell size={16} aria-hidden />} onAction={() => actions.mute(chat, null)} />
  }
  return (
    <Submenu label={t('chat.mute')} icon={<BellOff size={16} aria-hidden />}>
      {muteTimes.map((seconds) => (
        <MenuItem
          key={seconds}
          label={t('chat.mute-for', { time: formats.span(seconds) })}
          onAction={() => actions.mute(chat, Date.now() + seconds * 1_000)}
        />
      ))}
      <MenuItem label={t('chat.mute-always')} onAction={() => actions.mute(chat, mutedForever)} />
    </Submenu>
  )
}
