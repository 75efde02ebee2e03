/** The rows of the results: a person to write to, a message to go to. */
import { File, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { ListBoxItem } from 'react-aria-components'
import type { Contact, Conversation, SearchHit } from '../../shared/contract/index.ts'
import { useFormats, useT } from '../i18n/index.ts'
import { ChatAvatar, PersonAvatar } from '../people/index.ts'
import { Marked } from './Marked.tsx'
import styles from './search.module.css'

interface PersonItemProps {
  readonly id: string
  readonly avatar: ReactNode
  readonly name: string
  /** Where they are, or what stands for it. */
  readonly facts: string
}

function PersonItem({ id, avatar, name, facts }: PersonItemProps) {
  return (
    <ListBoxItem id={id} textValue={`${name}, ${facts}`} className={styles.item ?? ''}>
      {avatar}
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        <span className={styles.address}>{facts}</span>
      </span>
    </ListBoxItem>
  )
}

export function ChatItem({ id, chat }: { readonly id: string; readonly chat: Conversation }) {
  const t = useT()
  const facts = chat.notes ? t('notes.words') : chat.address
  return <PersonItem id={id} avatar={<ChatAvatar chat={chat} size={40} />} name={chat.name} facts={facts} />
}

export function ContactItem({ id, contact }: { readonly id: string; readonly contact: Contact }) {
  const { name, address } = contact
  return (
    <PersonItem id={id} avatar={<PersonAvatar id={contact.id} name={name} size={40} />} name={name} facts={address} />
  )
}

export interface HitItemProps {
  readonly id: string
  readonly hit: SearchHit
  readonly conversation: Conversation | undefined
}

const icons = { text: null, file: File, contact: UserRound } as const

export function HitItem({ id, hit, conversation }: HitItemProps) {
  const t = useT()
  const formats = useFormats()
  const name = conversation?.name ?? ''
  const Icon = icons[hit.kind]
  return (
    <ListBoxItem
      id={id}
      textValue={t('search.hit', {
        name,
        own: String(hit.own),
        text: hit.snippet,
        time: formats.dateTime(hit.sentAt),
      })}
      className={styles.item ?? ''}
    >
      {conversation && <ChatAvatar chat={conversation} size={40} />}
      <span className={styles.words}>
        <span className={styles.line}>
          <span className={styles.name}>{name}</span>
          <time className={styles.time} dateTime={new Date(hit.sentAt).toISOString()}>
            {formats.moment(hit.sentAt)}
          </time>
        </span>
        <span className={styles.snippet} dir="auto">
          {Icon && <Icon size={14} aria-hidden className={styles.kind} />}
          {hit.own && <span className={styles.own}>{t('search.own')} </span>}
          <Marked text={hit.snippet} marks={hit.marks} />
        </span>
      </span>
    </ListBoxItem>
  )
}
