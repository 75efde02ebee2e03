/** Files and folders between the choice and the offer: made readable for the core, then offered. Has no knowledge of transfers. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { PathToken } from '../../../shared/contract/transfers.ts'
import type { ConversationId } from '../../../shared/ids.ts'
import type { PageFolder } from '../../app/client.ts'

export interface Attachment {
  readonly key: number
  readonly conversationId: ConversationId
  readonly name: string
  /** 0 to 1 while the file is copied into the profile (browser shell); null while there is nothing to count. */
  readonly share: number | null
  /** Why it was not offered; null while it is on its way. */
  readonly error: unknown
}

/** What can be attached: a file, a folder of the page, or one that a dialog of the system has given. */
export type Attachable = File | PageFolder | { readonly name: string; readonly token: PathToken }

export interface AttachmentPorts {
  /** Makes it readable for the core and offers it. */
  readonly offer: (
    conversationId: ConversationId,
    file: Attachable,
    options: { readonly signal: AbortSignal; readonly onProgress: (share: number) => void },
  ) => Promise<unknown>
}

export class Attachments {
  readonly #ports: AttachmentPorts
  readonly #running = new Map<number, AbortController>()
  readonly #files = new Map<number, Attachable>()
  #lastKey = 0
  readonly store: StoreApi<{ readonly attachments: readonly Attachment[] }> = createStore(() => ({ attachments: [] }))

  constructor(ports: AttachmentPorts) {
    this.#ports = ports
  }

  /** Offers each. Resolves when all have been offered or have failed. */
  async add(conversationId: ConversationId, files: readonly Attachable[]): Promise<void> {
    await Promise.all(
      files.map((file) => {
        this.#lastKey += 1
        const key = this.#lastKey
        this.#files.set(key, file)
        this.store.setState(({ attachments }) => ({
          attachments: [...attachments, { key, conversationId, name: file.name, share: null, error: null }],
        }))
        return this.#offer(key, conversationId, file)
      }),
    )
  }

  async retry(key: number): Promise<void> {
    const attachment = this.store.getState().attachments.find((other) => other.key === key)
    const file = this.#files.get(key)
    if (attachment === undefined || file === undefined) return
    this.#change(key, { error: null, share: null })
    await this.#offer(key, attachment.conversationId, file)
  }

  /** Stops what runs and forgets it. */
  remove(key: number): void {
    this.#running.get(key)?.abort()
    this.#running.delete(key)
    this.#files.delete(key)
    this.store.setState(({ attachments }) => ({ attachments: attachments.filter((other) => other.key !== key) }))
  }

  async #offer(key: number, conversationId: ConversationId, file: Attachable): Promise<void> {
    const controller = new AbortController()
    this.#running.set(key, controller)
    try {
      await this.#ports.offer(conversationId, file, {
        signal: controller.signal,
        onProgress: (share) => this.#change(key, { share }),
      })
      this.remove(key)
    } catch (error) {
      if (!controller.signal.aborted) this.#change(key, { error })
    }
  }

  #change(key: number, change: Partial<Pick<Attachment, 'share' | 'error'>>): void {
    this.store.setState(({ attachments }) => ({
      attachments: attachments.map((other) => (other.key === key ? { ...other, ...change } : other)),
    }))
  }
}
