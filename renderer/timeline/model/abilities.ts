/** What can be done with a message. Has no knowledge of menus. SPEC.md M-52 to M-55, M-60, M-61. */
import type { Conversation, Message } from '../../../shared/contract/conversations.ts'

export interface Abilities {
  readonly reply: boolean
  readonly react: boolean
  readonly edit: boolean
  /** The text that can be copied, or null. */
  readonly copy: string | null
  readonly forward: boolean
  readonly details: boolean
  readonly deleteForEveryone: boolean
}

const said = new Set<Message['body']['kind']>(['text', 'file', 'contact'])

export function abilitiesOf(message: Message, { state, notes }: Pick<Conversation, 'state' | 'notes'>): Abilities {
  const { body, own, delivery } = message
  const content = said.has(body.kind)
  const arrived = content && delivery !== 'failed'
  // Before acceptance a stranger learns nothing, and where nobody is reached nobody is told.
  const talks = state !== 'request'
  return {
    reply: arrived && talks,
    react: arrived && state === 'accepted',
    edit: own && arrived && (body.kind === 'text' || body.kind === 'file'),
    copy: body.kind === 'text' ? body.text : body.kind === 'file' && body.caption !== '' ? body.caption : null,
    forward: arrived,
    details: content,
    deleteForEveryone: own && arrived && !notes,
  }
}
