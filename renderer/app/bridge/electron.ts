/** The way to core and shell in Electron, through what the preload script offers. */
import { z } from 'zod'
import { domPortChannel, maxFrameFromCore } from '../../../shared/bridge/index.ts'
import { ChosenFile, ErrorSchema } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import type { GrantOptions, PageFolder } from '../client.ts'
import type { Channels } from './reconnecting.ts'

/** Bytes of one piece. */
const pieceBytes = 1024 * 1024

export type CopyStep =
  | { readonly step: 'begin'; readonly name: string; readonly size: number }
  | { readonly step: 'write'; readonly copy: number; readonly bytes: Uint8Array }
  | { readonly step: 'end' | 'abort'; readonly copy: number }

const CopyAnswer = z.object({ value: z.unknown(), error: ErrorSchema.optional() })

/** What `preload/index.ts` puts into the page. */
export interface Preload {
  /** Asks for new ports; they come as the message `megachat:ports` of this window: core, then shell. */
  connect(): void
  grant(file: File): Promise<unknown>
  /** Takes in a copy, piece by piece. */
  copy(asked: CopyStep): Promise<unknown>
}

/** Undefined outside Electron. */
export const preload = (): Preload | undefined => (window as { megachat?: Preload }).megachat

export function openPorts(offered: Preload): Promise<Channels> {
  return new Promise((resolve) => {
    const receive = (event: MessageEvent) => {
      const [core, shell] = event.ports
      if (event.source !== window || event.data !== 'megachat:ports' || !core || !shell) return
      window.removeEventListener('message', receive)
      resolve({ core: domPortChannel(core, maxFrameFromCore), shell: domPortChannel(shell, maxFrameFromCore) })
    }
    window.addEventListener('message', receive)
    offered.connect()
  })
}

/**
 * By its path where it has one, else by a copy: what was pasted or made in the page. Raises `file-unreadable`,
 * `disk-full`, `cancelled`.
 */
export async function grantByPath(offered: Preload, file: File, options: GrantOptions = {}): Promise<ChosenFile> {
  const chosen = await offered.grant(file)
  return chosen === null ? grantByPieces(offered, file, options) : ChosenFile.parse(chosen)
}

/** A dropped one; others are chosen by the system's dialog. Raises `file-unreadable`. */
export async function grantFolderByPath(offered: Preload, { handle }: PageFolder): Promise<ChosenFile> {
  const chosen = handle === null ? null : await offered.grant(handle)
  if (chosen === null) throw new AppError('file-unreadable', 'the folder has no path')
  return ChosenFile.parse(chosen)
}

async function grantByPieces(offered: Preload, file: File, { signal, onProgress }: GrantOptions): Promise<ChosenFile> {
  const copy = z.int().parse(await asked(offered, { step: 'begin', name: file.name, size: file.size }))
  try {
    for (let at = 0; at < file.size; at += pieceBytes) {
      if (signal?.aborted) throw new AppError('cancelled')
      await asked(offered, { step: 'write', copy, bytes: await piece(file, at) })
      onProgress?.(Math.min(1, (at + pieceBytes) / file.size))
    }
    return ChosenFile.parse(await asked(offered, { step: 'end', copy }))
  } catch (error) {
    await asked(offered, { step: 'abort', copy })
    throw error
  }
}

async function piece(file: File, at: number): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(at, at + pieceBytes).arrayBuffer())
  } catch (error) {
    throw new AppError('file-unreadable', 'the page cannot read it', {}, { cause: error })
  }
}

/** Raises what the main process raises. */
async function asked(offered: Preload, step: CopyStep): Promise<unknown> {
  const answer = CopyAnswer.parse(await offered.copy(step))
  if (answer.error !== undefined) throw new AppError(answer.error.code, answer.error.message, answer.error.data)
  return answer.value
}
