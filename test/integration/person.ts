/** One person with a real core, for tests that span rooms: no screen, no thread, the contract called directly. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createRouterClient } from '@orpc/server'
import { pino } from 'pino'
import { expect, onTestFinished } from 'vitest'
import { openCore } from '../../main/core/core.ts'
import type { Core, CoreHost } from '../../main/core/host.ts'
import { createOwnRelay } from '../../main/own-relay/index.ts'
import { type RelayOptions, type RunningRelay, startRelay } from '../../relay/start.ts'
import type { Conversation, Message, ProfileState } from '../../shared/contract/index.ts'
import { AppError } from '../../shared/errors.ts'
import { AccountId, type ConversationId, conversationWith } from '../../shared/ids.ts'

const log = pino({ level: process.env.MEGACHAT_TEST_LOG ?? 'silent' }, pino.destination(2))

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'megachat-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A relay inside this process that is closed when the test is over. */
export async function testRelay(
  options: Partial<RelayOptions> = {},
): Promise<RunningRelay & { readonly data: string }> {
  const data = options.data ?? temporaryFolder()
  const relay = await startRelay({ data, logLevel: 'silent', ...options })
  onTestFinished(() => relay.close())
  return { ...relay, data }
}

/** Stands in for the operating system's keychain alone: the profile's own encryption is the real one. */
export const keychain = {
  backend: 'test',
  wrap: async (plain: Uint8Array) => plain.toReversed(),
  unwrap: async (wrapped: Uint8Array) => ({ plain: wrapped.toReversed(), renew: false }),
}

export function hostFor(folder: string, over: Partial<CoreHost> = {}): CoreHost {
  return {
    profileFolder: folder,
    unattended: true,
    passphrase: null,
    downloads: { name: 'downloads', path: path.join(folder, 'downloads') },
    keychain,
    sqliteBinding: null,
    ownRelay: createOwnRelay({ dataFolder: path.join(folder, 'relay'), sqliteBinding: null, log }),
    proxyFor: async () => null,
    resolvePath: async () => {
      throw new AppError('not-found')
    },
    ...over,
  }
}

export type Client = ReturnType<typeof clientOf>
const clientOf = (core: Core) => createRouterClient(core.router, { context: {} })

export class Person {
  readonly folder: string
  readonly #over: Partial<CoreHost>
  #core: Core | null = null

  constructor(folder = temporaryFolder(), over: Partial<CoreHost> = {}) {
    this.folder = folder
    this.#over = over
    onTestFinished(() => this.close())
  }

  get api(): Client {
    return clientOf(this.core)
  }

  get core(): Core {
    if (this.#core === null) throw new Error('not open')
    return this.#core
  }

  async open(): Promise<ProfileState> {
    this.#core = await openCore(hostFor(this.folder, this.#over), { log })
    return this.waitForProfile(({ state }) => state !== 'opening')
  }

  async close(): Promise<void> {
    const core = this.#core
    this.#core = null
    await core?.close()
  }

  /** Opens and makes an account there. */
  async join(relay: Pick<RunningRelay, 'url'> | string, username: string): Promise<void> {
    if (this.#core === null) await this.open()
    const addressOrInvite = typeof relay === 'string' ? relay : relay.url
    await this.api.profile.create({
      relay: { kind: 'relay', addressOrInvite },
      username,
      displayName: username.toUpperCase(),
    })
  }

  async accountId(): Promise<AccountId> {
    const state = await this.waitForProfile(({ state }) => state === 'open')
    if (state.state !== 'open') throw new Error('not open')
    return state.account.id
  }

  async waitForProfile(until: (state: ProfileState) => boolean): Promise<ProfileState> {
    return firstOf(await this.api.profile.watch(), until)
  }

  async conversations(until: (list: Conversation[]) => boolean): Promise<Conversation[]> {
    return firstOf(await this.api.conversations.watch(), until)
  }

  /** The whole of a conversation once it satisfies `until`. */
  async messages(conversationId: ConversationId, until: (messages: Message[]) => boolean): Promise<Message[]> {
    const known = new Map<string, Message>()
    for await (const event of await this.api.conversations.timeline({ conversationId })) {
      if (event.type === 'snapshot') known.clear()
      if (event.type === 'removed') for (const id of event.ids) known.delete(id)
      else for (const message of event.messages) known.set(message.id, message)
      const ordered = [...known.values()].sort((a, b) => a.position - b.position)
      if (until(ordered)) return ordered
    }
    throw new Error('the timeline has ended')
  }

  online(): Promise<unknown> {
    return this.connection('online')
  }

  async connection(state: 'online' | 'offline' | 'refused') {
    return firstOf(await this.api.connection.watch(), (current) => current.state === state)
  }
}

/** The first value of a stream that satisfies `until`; the stream is left then. */
export async function firstOf<T>(stream: AsyncIterable<T>, until: (value: T) => boolean): Promise<T> {
  for await (const value of stream) if (until(value)) return value
  throw new Error('the stream has ended')
}

export const texts = (messages: readonly Message[]): string[] =>
  messages.flatMap(({ body }) => (body.kind === 'text' ? [body.text] : []))

/** Two people of one relay who have accepted each other; each gets the conversation with the other. */
export async function twoContacts(relay: Pick<RunningRelay, 'url'>) {
  const [alice, bob] = [new Person(), new Person()]
  await Promise.all([alice.join(relay, 'alice'), bob.join(relay, 'bob')])
  const { link } = await bob.api.contacts.createInvite()
  const { conversationId: withBob } = await alice.api.contacts.start({ usernameOrInvite: link })
  await alice.api.conversations.sendText({ conversationId: withBob, text: 'Hello' })
  const withAlice = conversationWith(AccountId.parse(await alice.accountId()))
  await bob.conversations((list) => list.length === 1)
  await bob.api.conversations.acceptRequest({ conversationId: withAlice })
  await alice.conversations((list) => list[0]?.state === 'accepted')
  return { alice, bob, withBob, withAlice }
}

/** Makes `person` a contact of `host`, who accepts them; gives the conversation that `person` has. */
export async function befriend(person: Person, host: Person) {
  const { link } = await host.api.contacts.createInvite()
  const { conversationId } = await person.api.contacts.start({ usernameOrInvite: link })
  await person.api.conversations.sendText({ conversationId, text: 'Hello' })
  const back = conversationWith(await person.accountId())
  await host.conversations((list) => list.some(({ id }) => id === back))
  await host.api.conversations.acceptRequest({ conversationId: back })
  await person.messages(conversationId, ([message]) => message?.delivery === 'delivered')
  return { conversationId, back }
}

/** Rejects with this code. */
export async function expectCode(promise: Promise<unknown>, code: string): Promise<void> {
  await expect(promise).rejects.toMatchObject({ code })
}
