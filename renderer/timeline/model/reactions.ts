/** Reactions by emoji. Has no knowledge of components. */
import type { Message } from '../../../shared/contract/conversations.ts'

/** What is a press away; the whole of them is in the picker. */
export const quickReactions = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const

export interface Gathered {
  readonly emoji: string
  readonly by: 'you' | 'other' | 'both'
}

/** Each emoji once, in the order in which they came. */
export function gathered(reactions: Message['reactions']): Gathered[] {
  const by = new Map<string, Gathered['by']>()
  for (const { emoji, own } of reactions) by.set(emoji, by.has(emoji) ? 'both' : own ? 'you' : 'other')
  return [...by].map(([emoji, who]) => ({ emoji, by: who }))
}

/** The user's own, or null. */
export const ownReaction = ({ reactions }: Pick<Message, 'reactions'>): string | null =>
  reactions.find(({ own }) => own)?.emoji ?? null
