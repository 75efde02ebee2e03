/**
 * Pictures, videos and sounds from the choice to the offer: looked into, made ready, handed over one after the other, so
 * that they stand in the order in which they were chosen. Has no knowledge of how any of it looks.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TextRange } from '../../shared/contract/conversations.ts'
import type { ChosenFile } from '../../shared/contract/shell.ts'
import type { ConversationId, MessageId } from '../../shared/ids.ts'
import type { Prepared, Quality } from './prepare/index.ts'

/** What waits in the tray for the user's word. */
export interface TrayItem {
  readonly key: number
  readonly conversationId: ConversationId
  readonly file: File
  readonly kind: 'picture' | 'video' | 'audio'
  /** Of the chosen bytes, for this page alone. */
  readonly url: string
  /** Undefined while it is looked into; null for what can go as a file only. */
  readonly prepared: Prepared | null | undefined
}

/** What is on its way to becoming a message. */
export interface SendingItem {
  readonly key: number
  readonly conversationId: ConversationId
  readonly name: string
  /** 0 to 1 while it is copied into the profile; null while there is nothing to count. */
  readonly share: number | null
  /** Why it did not become one; null while it is on its way. */
  readonly error: unknown
}

export interface Caption {
  readonly text: string
  readonly ranges: readonly TextRange[]
}

export interface SendOptions {
  readonly quality: Quality
  /** As they are, with all that is in them. */
  readonly asFiles: boolean
  /** Goes with the first one. */
  readonly caption: Caption | null
  readonly replyTo?: MessageId | undefined
}

export interface MediaPorts {
  readonly looksLike: (file: File) => Promise<TrayItem['kind'] | null>
  readonly prepare: (file: File, quality: Quality) => Promise<Prepared | null>
  readonly grant: (
    file: File,
    options: { readonly signal: AbortSignal; readonly onProgress: (share: number) => void },
  ) => Promise<ChosenFile>
  readonly offerMedia: (
    conversationId: ConversationId,
    chosen: ChosenFile,
    prepared: Prepared,
    words: Pick<SendOptions, 'caption' | 'replyTo'>,
  ) => Promise<unknown>
  readonly offerFile: (
    conversationId: ConversationId,
    chosen: ChosenFile,
    words: Pick<SendOptions, 'caption' | 'replyTo'>,
  ) => Promise<unknown>
  readonly urlOf: (file: File) => string
  readonly revoke: (url: string) => void
}

export interface OutgoingState {
  readonly tray: readonly TrayItem[]
  readonly sending: readonly SendingItem[]
}

export class OutgoingMedia {
  readonly store: StoreApi<OutgoingState> = createStore(() => ({ tray: [], sending: [] }))
  readonly #ports: MediaPorts
  readonly #work = new Map<number, { readonly run: (signal: AbortSignal) => Promise<void>; stop: AbortController }>()
  #lastKey = 0
  #queue: Promise<void> = Promise.resolve()

  constructor(ports: MediaPorts) {
    this.#ports = ports
  }

  /** Puts what can be shown into the tray, and gives the other files. */
  async add(conversationId: ConversationId, files: readonly File[]): Promise<File[]> {
    const kinds = await Promise.all(files.map((file) => this.#ports.looksLike(file).catch(() => null)))
    const others: File[] = []
    for (const [index, file] of files.entries()) {
      const kind = kinds[index] ?? null
      if (kind === null) others.push(file)
      else this.#addToTray(conversationId, file, kind)
    }
    return others
  }

  /** Takes one out of the tray. */
  remove(key: number): void {
    for (const item of this.store.getState().tray) if (item.key === key) this.#ports.revoke(item.url)
    this.#setTray((tray) => tray.filter((item) => item.key !== key))
  }

  /** Empties the tray of a conversation. */
  clear(conversationId: ConversationId): void {
    for (const item of this.store.getState().tray) if (item.conversationId === conversationId) this.remove(item.key)
  }

  /** Sends what is in the tray of a conversation. Resolves when all of it is offered or has failed. */
  async send(conversationId: ConversationId, options: SendOptions): Promise<void> {
    const items = this.store.getState().tray.filter((item) => item.conversationId === conversationId)
    const jobs = items.map((item, index) =>
      this.#enqueue(conversationId, item.file.name, (signal, key) =>
        this.#offer(item, index === 0 ? options : { ...options, caption: null, replyTo: undefined }, signal, key),
      ),
    )
    this.clear(conversationId)
    await Promise.all(jobs)
  }

  /** Sends something that is ready already. */
  sendPrepared(conversationId: ConversationId, prepared: Prepared, replyTo?: MessageId): Promise<void> {
    return this.#enqueue(conversationId, prepared.file.name, async (signal, key) => {
      const chosen = await this.#grant(prepared.file, signal, key)
      await this.#ports.offerMedia(conversationId, chosen, prepared, { caption: null, replyTo })
    })
  }

  async retry(key: number): Promise<void> {
    this.#change(key, { error: null, share: null })
    await this.#run(key)
  }

  /** Stops what is on its way to becoming a message, and forgets it. */
  drop(key: number): void {
    this.#work.get(key)?.stop.abort()
    this.#work.delete(key)
    this.store.setState(({ sending }) => ({ sending: sending.filter((item) => item.key !== key) }))
  }

  #addToTray(conversationId: ConversationId, file: File, kind: TrayItem['kind']): void {
    this.#lastKey += 1
    const key = this.#lastKey
    const item = { key, conversationId, file, kind, url: this.#ports.urlOf(file), prepared: undefined }
    this.#setTray((tray) => [...tray, item])
    void this.#ports
      .prepare(file, 'standard')
      .catch(() => null)
      .then((prepared) =>
        this.#setTray((tray) => tray.map((other) => (other.key === key ? { ...other, prepared } : other))),
      )
  }

  #enqueue(
    conversationId: ConversationId,
    name: string,
    run: (signal: AbortSignal, key: number) => Promise<void>,
  ): Promise<void> {
    this.#lastKey += 1
    const key = this.#lastKey
    this.#work.set(key, { run: (signal) => run(signal, key), stop: new AbortController() })
    this.store.setState(({ sending }) => ({
      sending: [...sending, { key, conversationId, name, share: null, error: null }],
    }))
    const mine = this.#queue.then(() => this.#run(key))
    this.#queue = mine
    return mine
  }

  async #run(key: number): Promise<void> {
    const work = this.#work.get(key)
    if (work === undefined) return
    work.stop = new AbortController()
    const { signal } = work.stop
    try {
      await work.run(signal)
      this.drop(key)
    } catch (error) {
      if (!signal.aborted) this.#change(key, { error })
    }
  }

  async #offer(item: TrayItem, options: SendOptions, signal: AbortSignal, key: number): Promise<void> {
    const { conversationId, file } = item
    const { asFiles, quality } = options
    const prepared = asFiles ? null : await this.#prepared(item, quality)
    const chosen = await this.#grant(prepared?.file ?? file, signal, key)
    if (prepared === null) await this.#ports.offerFile(conversationId, chosen, options)
    else await this.#ports.offerMedia(conversationId, chosen, prepared, options)
  }

  async #prepared({ file, prepared }: TrayItem, quality: Quality): Promise<Prepared | null> {
    return quality === 'standard' && prepared !== undefined ? prepared : this.#ports.prepare(file, quality)
  }

  #grant(file: File, signal: AbortSignal, key: number): Promise<ChosenFile> {
    return this.#ports.grant(file, { signal, onProgress: (share) => this.#change(key, { share }) })
  }

  #setTray(change: (tray: readonly TrayItem[]) => readonly TrayItem[]): void {
    this.store.setState(({ tray }) => ({ tray: change(tray) }))
  }

  #change(key: number, change: Partial<Pick<SendingItem, 'share' | 'error'>>): void {
    this.store.setState(({ sending }) => ({
      sending: sending.map((item) => (item.key === key ? { ...item, ...change } : item)),
    }))
  }
}
