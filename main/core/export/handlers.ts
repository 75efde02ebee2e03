/** Answers the contract of exported chats. */
import { implement } from '@orpc/server'
import { chatExport as contract, type PathToken } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import { type ExportDeps, exportConversation } from './export.ts'

export interface ChatExportDeps extends ExportDeps {
  readonly downloadFolder: () => string
  readonly resolvePath: (token: PathToken) => Promise<{ path: string; kind: 'file' | 'folder' }>
}

export function chatExportRouter(deps: ChatExportDeps) {
  const os = implement(contract)
  const parentOf = async (token: PathToken | undefined): Promise<string> => {
    if (token === undefined) return deps.downloadFolder()
    const { path, kind } = await deps.resolvePath(token)
    if (kind !== 'folder') throw new AppError('invalid-input', 'not a folder')
    return path
  }
  return os.router({
    conversation: os.conversation.handler(async function* ({ input, signal }) {
      const { conversationId: conversation, folder, language, files } = input
      const parent = await parentOf(folder)
      yield* exportConversation(deps, { conversation, parent, language, files, now: Date.now(), signal })
    }),
  })
}
