/** The rows of the results: a person to write to, a message to go to. */
import { File, UserRound } from 'lucide-react'
import { ListBoxItem } from 'react-aria-components'
import type { Conversation, SearchHit } from '../../shared/contract/index.ts'
import type { AccountId } from '../../shared/ids.ts'
import { useFormats, useT } from '../i18n/index.ts'
import { Avatar } from '../ui/index.ts'
import { Marked } from './Marked.tsx'
import styles from './search.module.css'

export interface PersonItemProps {
  readonly id: string
  readonly account: AccountId
  readonly person: { readonly name: string; readonly address: string }
}

export function PersonItem({ id, account, person: { name, address } }: PersonItemProps) {
  return (
    <ListBoxItem id={id} textValue={`${name}, ${address}`} className={styles.item ?? ''}>
      <Avatar id={account} name={name} size={40} />
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        <span className={styles.address}>{address}</span>
      </span>
    </ListBoxItem>
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
      <Avatar id={conversation?.contact ?? ''} name={name} size={40} />
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
