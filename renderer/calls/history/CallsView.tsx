/** All calls, and a way to call again. */
import { Phone, PhoneIncoming, PhoneMissed, PhoneOutgoing, Video } from 'lucide-react'
import { useMemo } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { Conversation, Message } from '../../../shared/contract/conversations.ts'
import { detach } from '../../../shared/errors.ts'
import { useNavigation } from '../../app/navigation.ts'
import { useConversations } from '../../app/streams.ts'
import { useErrorText, useFormats, useT } from '../../i18n/index.ts'
import { PersonAvatar } from '../../people/index.ts'
import { Button, classes, EmptyState, IconButton, showToast } from '../../ui/index.ts'
import { type CallBody, callWords, wasMissed } from '../outcome.ts'
import { useStartCall } from '../useStartCall.ts'
import styles from './CallsView.module.css'
import { useCallHistory } from './use-call-history.ts'

export function CallsView() {
  const t = useT()
  const { calls, more, showMore } = useCallHistory()
  const show = useNavigation((navigation) => navigation.show)
  const conversations = useConversations()
  const chats = useMemo(() => new Map(conversations?.map((chat) => [chat.id, chat])), [conversations])
  return (
    <section className={styles.page} aria-labelledby="calls-title">
      <h1 id="calls-title" className={styles.title}>
        {t('calls.history')}
      </h1>
      {calls?.length === 0 ? (
        <EmptyState
          icon={<Phone size={56} strokeWidth={1.25} aria-hidden />}
          title={t('calls.history.empty')}
          action={
            <Button variant="secondary" onPress={() => show('chats')}>
              {t('calls.history.empty-action')}
            </Button>
          }
        >
          {t('calls.history.empty-words')}
        </EmptyState>
      ) : (
        <ul className={styles.list} aria-label={t('calls.history')}>
          {calls?.map((message) => {
            const chat = chats.get(message.conversationId)
            return (
              chat !== undefined &&
              message.body.kind === 'call' && (
                <Entry key={message.id} message={message} body={message.body} chat={chat} />
              )
            )
          })}
        </ul>
      )}
      {more && (
        <Button className={styles.more} variant="quiet" onPress={showMore}>
          {t('calls.history.more')}
        </Button>
      )}
    </section>
  )
}

interface EntryProps {
  readonly message: Message
  readonly body: CallBody
  readonly chat: Conversation
}

function Entry({ message: { id, own, sentAt }, body, chat: { id: conversationId, contact, name } }: EntryProps) {
  const t = useT()
  const formats = useFormats()
  const errorText = useErrorText()
  const startCall = useStartCall()
  const openMessage = useNavigation((navigation) => navigation.openMessage)
  const missed = wasMissed(body, own)
  const Icon = missed ? PhoneMissed : body.media === 'video' ? Video : own ? PhoneOutgoing : PhoneIncoming
  const words = t(callWords(body, own))
  const call = () =>
    detach(startCall(conversationId, body.media), (error) => showToast({ tone: 'danger', text: errorText(error) }))
  return (
    <li className={styles.item} aria-label={`${name}, ${words}`}>
      <AriaButton
        className={styles.open ?? ''}
        aria-label={t('calls.history.open', { name })}
        onPress={() => openMessage(conversationId, id)}
      >
        <PersonAvatar id={contact} name={name} size={40} />
        <span className={styles.words}>
          <span className={styles.name}>{name}</span>
          <span className={classes(styles.facts, missed && styles.missed)}>
            <Icon size={14} aria-hidden />
            {words}
            {body.duration > 0 && ` · ${formats.clock(body.duration)}`}
          </span>
        </span>
        <time className={styles.time} dateTime={new Date(sentAt).toISOString()} title={formats.dateTime(sentAt)}>
          {formats.moment(sentAt)}
        </time>
      </AriaButton>
      <IconButton
        label={t(`calls.history.call.${body.media}`, { name })}
        icon={body.media === 'video' ? <Video size={20} aria-hidden /> : <Phone size={20} aria-hidden />}
        tooltip="left"
        onPress={call}
      />
    </li>
  )
}
