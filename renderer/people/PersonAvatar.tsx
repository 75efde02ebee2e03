/** A person as their picture, or as initials where they show none; notes to oneself as a sign. */
import { NotebookPen } from 'lucide-react'
import type { Conversation } from '../../shared/contract/index.ts'
import type { AccountId } from '../../shared/ids.ts'
import { Avatar, type AvatarProps } from '../ui/index.ts'
import { usePicture } from './picture/use-picture.ts'

export interface PersonAvatarProps extends Pick<AvatarProps, 'size'> {
  readonly id: AccountId
  readonly name: string
}

export function PersonAvatar({ id, ...avatar }: PersonAvatarProps) {
  return <Avatar {...avatar} id={id} picture={usePicture(id)} />
}

export interface ChatAvatarProps extends Pick<AvatarProps, 'size'> {
  readonly chat: Pick<Conversation, 'contact' | 'name' | 'notes'>
}

export function ChatAvatar({ chat: { contact, name, notes }, size = 40 }: ChatAvatarProps) {
  if (!notes) return <PersonAvatar id={contact} name={name} size={size} />
  return (
    <Avatar id={contact} name={name} size={size} sign={<NotebookPen size={Math.round(size * 0.5)} aria-hidden />} />
  )
}
