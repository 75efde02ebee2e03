/** What is being written, sent and attached, for as long as the page lives: a change of view interrupts nothing. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Message } from '../../shared/contract/conversations.ts'
import { detach } from '../../shared/errors.ts'
import { type ConversationId, type MessageId, newMessageId } from '../../shared/ids.ts'
import { type Clients, type GrantOptions, useClients } from '../app/client.ts'
import { type Attachable, Attachments } from './model/attachments.ts'
import { Drafts } from './model/drafts.ts'
import { readMarkup, writeMarkup } from './model/markup/index.ts'
import { WritingModes } from './model/modes.ts'
import { joined, Outgoing } from './model/outgoing.ts'
import { TypingWords } from './model/typing.ts'

type Failures = Readonly<Partial<Record<ConversationId, unknown>>>

export interface ComposerSession {
  readonly drafts: Drafts
  readonly modes: WritingModes
  readonly typing: TypingWords
  readonly outgoing: Outgoing
  readonly attachments: Attachments
  /** Why the last text of a conversation came back. */
  readonly failures: StoreApi<Failures>
  readonly send: (conversationId: ConversationId, typed: string) => void
  /** `draft`: what is saved, for a field that was not written in since the start. */
  readonly startReply: (message: Message, draft: string) => void
  readonly startEdit: (message: Message, draft: string) => void
  /** After what is answered has gone another way, as with a picture. */
  readonly endReply: (conversationId: ConversationId) => void
}

function makeSession({ core, grantFile, grantFolder }: Clients): ComposerSession {
  const failures = createStore<Failures>(() => ({}))
  // A draft that cannot be saved is still on the screen, and the next pause tries again.
  const ignore = (): void => {}
  const save = (conversationId: ConversationId, text: string, replyTo: MessageId | null) =>
    detach(core.conversations.setDraft({ conversationId, text, replyTo }), ignore)
  const replyTo = (conversationId: ConversationId): MessageId | null => {
    const mode = modes.read(conversationId)
    return mode?.kind === 'reply' ? mode.quote.messageId : null
  }
  const drafts = new Drafts((conversationId, text) => {
    // Another wording of something is no draft.
    if (modes.read(conversationId)?.kind !== 'edit') save(conversationId, text, replyTo(conversationId))
  })
  const modes = new WritingModes(drafts, (conversationId) => drafts.saveSoon(conversationId))
  // Nobody needs to learn that this was not said.
  const typing = new TypingWords((conversationId, typing) =>
    detach(core.conversations.setTyping({ conversationId, typing }), ignore),
  )
  const fail = (conversationId: ConversationId, error: unknown) => failures.setState({ [conversationId]: error })
  const outgoing = new Outgoing({
    send: async ({ id, conversationId, text, ranges, quote }) => {
      const answers = quote === null ? {} : { replyTo: quote.messageId }
      const message = await core.conversations.sendText({ id, conversationId, text, ranges: [...ranges], ...answers })
      fail(conversationId, undefined)
      return message
    },
    giveBack: ({ conversationId, text, ranges, quote }, error) => {
      const typed = writeMarkup({ text, ranges: [...ranges] })
      drafts.write(conversationId, joined(typed, drafts.read(conversationId) ?? ''))
      if (quote !== null && modes.read(conversationId) === null) modes.restore(conversationId, quote)
      fail(conversationId, error)
    },
    newId: newMessageId,
    now: Date.now,
  })
  const granted = (file: Attachable, options: GrantOptions) => {
    if ('token' in file) return file
    return file instanceof File ? grantFile(file, options) : grantFolder(file, options)
  }
  const attachments = new Attachments({
    offer: async (conversationId, file, options) => {
      const answered = replyTo(conversationId)
      // Of several files the first one answers.
      if (answered !== null) modes.end(conversationId)
      const { token } = await granted(file, options)
      await core.transfers.offer({ conversationId, file: token, ...(answered === null ? {} : { replyTo: answered }) })
    },
  })
  window.addEventListener('pagehide', () => drafts.flushAll())

  const sendNew = (conversationId: ConversationId, typed: string) => {
    const mode = modes.read(conversationId)
    const quote = mode?.kind === 'reply' ? mode.quote : null
    modes.store.setState({ [conversationId]: null })
    drafts.replace(conversationId, '')
    typing.forget(conversationId)
    void outgoing.send(conversationId, { ...readMarkup(typed), quote }).then(() => drafts.saveSoon(conversationId))
  }
  const sendEdit = (conversationId: ConversationId, messageId: MessageId, before: string, typed: string) => {
    if (typed === before) return modes.end(conversationId)
    detach(
      core.conversations.edit({ messageId, ...readMarkup(typed) }).then(() => {
        const mode = modes.read(conversationId)
        if (mode?.kind === 'edit' && mode.messageId === messageId) modes.end(conversationId)
      }),
      (error) => fail(conversationId, error),
    )
  }
  const hold = (conversationId: ConversationId, draft: string) => {
    if (drafts.read(conversationId) === undefined) drafts.replace(conversationId, draft)
  }
  return {
    drafts,
    modes,
    typing,
    outgoing,
    attachments,
    failures,
    send: (conversationId, typed) => {
      fail(conversationId, undefined)
      const mode = modes.read(conversationId)
      if (mode?.kind === 'edit') sendEdit(conversationId, mode.messageId, mode.before, typed)
      else sendNew(conversationId, typed)
    },
    startReply: (message, draft) => {
      hold(message.conversationId, draft)
      modes.reply(message)
    },
    startEdit: (message, draft) => {
      hold(message.conversationId, draft)
      // What was being written is on the disk before another text stands in its place.
      drafts.flush(message.conversationId)
      modes.edit(message, drafts.read(message.conversationId) ?? '')
    },
    endReply: (conversationId) => {
      if (modes.read(conversationId)?.kind === 'reply') modes.end(conversationId)
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
