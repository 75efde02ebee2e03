/** Writes a conversation into a folder, page by page: memory holds one page, however long it is. */
import { existsSync } from 'node:fs'
import type { ExportEvent, Message } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ConversationId, TransferId } from '../../../shared/ids.ts'
import { ExportFolder } from './folder.ts'
import { pageName, pageOf } from './page.ts'
import { type Language, sayIn } from './words.ts'

export interface ExportDeps {
  /** Null for one that is not there. */
  readonly nameOf: (conversation: ConversationId) => string | null
  readonly count: (conversation: ConversationId) => number
  /** Up to `limit` messages after a position, oldest first. */
  readonly after: (conversation: ConversationId, position: number, limit: number) => readonly Message[]
  /** Path of a file in the clear, or null. */
  readonly fileOf: (id: TransferId) => string | null
  /** Decrypts what is sealed into a folder and gives its name there; null where it is not here. */
  readonly copySealed: (id: TransferId, folder: string) => Promise<string | null>
}

export interface ExportOptions {
  readonly conversation: ConversationId
  /** Absolute path of the folder in which the new one is made. */
  readonly parent: string
  readonly language: Language
  readonly files: boolean
  readonly now: number
  readonly signal: AbortSignal | undefined
}

/** Messages on one page: more, and a browser takes long to show it. */
export const pageSize = 1_000

/** Raises `not-found`, `disk-full`, `folder-unwritable`. Whoever ends it early leaves nothing behind. */
export async function* exportConversation(deps: ExportDeps, options: ExportOptions): AsyncGenerator<ExportEvent> {
  const { conversation, parent, language, now, signal } = options
  const name = deps.nameOf(conversation)
  if (name === null) throw new AppError('not-found')
  const total = deps.count(conversation)
  const pages = Math.max(1, Math.ceil(total / pageSize))
  const folder = await ExportFolder.make(parent, `MegaChat ${name} ${new Date(now).toISOString().slice(0, 10)}`)
  let finished = false
  let missing = 0
  try {
    let done = 0
    let position = Number.MIN_SAFE_INTEGER
    for (let page = 1; page <= pages; page++) {
      const messages = deps.after(conversation, position, pageSize)
      position = messages.at(-1)?.position ?? position
      const copies = new Map<Message['id'], string | null>()
      for (const message of messages) {
        signal?.throwIfAborted()
        if (message.body.kind === 'file') {
          const copy = options.files ? await copied(deps, folder, message.body) : null
          if (copy === null) missing++
          copies.set(message.id, copy)
          yield { type: 'progress', done, total }
        }
        done++
      }
      const input = { name, messages, copies, page, pages, now, language, say: sayIn(language) }
      await folder.write(pageName(page), pageOf(input))
      yield { type: 'progress', done: Math.min(done, total), total }
    }
    finished = true
    yield { type: 'done', folder: folder.name, missing: options.files ? missing : 0 }
  } finally {
    if (!finished) await folder.remove()
  }
}

type FileBody = Extract<Message['body'], { kind: 'file' }>

/** Where the copy lies, relative to the page; null where there is nothing to copy. */
async function copied(deps: ExportDeps, folder: ExportFolder, body: FileBody): Promise<string | null> {
  if (body.media !== null) {
    const name = await deps.copySealed(body.transferId, folder.files)
    if (name !== null) return `files/${name}`
  }
  const source = deps.fileOf(body.transferId)
  if (source === null || !existsSync(source)) return null
  return `files/${await folder.copy(source, body.name)}`
}
