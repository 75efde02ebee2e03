/** What is being written, sent and attached, for as long as the page lives: a change of view interrupts nothing. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { detach } from '../../shared/errors.ts'
import { type ConversationId, newMessageId } from '../../shared/ids.ts'
import { type Clients, useClients } from '../app/client.ts'
import { Attachments } from './model/attachments.ts'
import { Drafts } from './model/drafts.ts'
import { joined, Outgoing } from './model/outgoing.ts'

type Failures = Readonly<Partial<Record<ConversationId, unknown>>>

export interface ComposerSession {
  readonly drafts: Drafts
  readonly outgoing: Outgoing
  readonly attachments: Attachments
  /** Why the last text of a conversation came back. */
  readonly failures: StoreApi<Failures>
  readonly send: (conversationId: ConversationId, text: string) => void
}

function makeSession({ core, grantFile }: Clients): ComposerSession {
  const failures = createStore<Failures>(() => ({}))
  // A draft that cannot be saved is still on the screen, and the next pause tries again.
  const ignore = (): void => {}
  const drafts = new Drafts((conversationId, text) =>
    detach(core.conversations.setDraft({ conversationId, text }), ignore),
  )
  const outgoing = new Outgoing({
    send: async ({ id, conversationId, text }) => {
      const message = await core.conversations.sendText({ id, conversationId, text })
      failures.setState({ [conversationId]: undefined })
      return message
    },
    giveBack: ({ conversationId, text }, error) => {
      drafts.write(conversationId, joined(text, drafts.read(conversationId) ?? ''))
      failures.setState({ [conversationId]: error })
    },
    newId: newMessageId,
    now: Date.now,
  })
  const attachments = new Attachments({
    offer: async (conversationId, file, options) => {
      const { token } = await grantFile(file, options)
      await core.transfers.offer({ conversationId, file: token })
    },
  })
  window.addEventListener('pagehide', () => drafts.flushAll())
  return {
    drafts,
    outgoing,
    attachments,
    failures,
    send: (conversationId, text) => {
      drafts.replace(conversationId, '')
      failures.setState({ [conversationId]: undefined })
      void outgoing.send(conversationId, text).then(() => drafts.saveSoon(conversationId))
    },
  }
}

const sessions = new WeakMap<Clients['core'], ComposerSession>()

export function useComposerSession(): ComposerSession {
  const clients = useClients()
  const known = sessions.get(clients.core)
  if (known) return known
  const made = makeSession(clients)
  sessions.set(clients.core, made)
  return made
}
