/** Files and folders that were chosen in a browser, copied into the profile: a browser does not tell their paths. */
import { z } from 'zod'
import { ChosenFile, ErrorSchema } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import type { GrantOptions, PageFolder } from '../client.ts'
import type { Admission } from './admission.ts'

/** Copies `file` into the profile. Raises `disk-full`, `file-unreadable`, `file-changed`, `cancelled`. */
export async function grantByCopy(admission: Admission, file: File, options: GrantOptions = {}): Promise<ChosenFile> {
  return ChosenFile.parse(await post(admission, 'files', { name: file.name, size: `${file.size}` }, file, options))
}

/** Files that are on their way at once. */
const lanes = 4

/** Copies a folder, file by file. Raises what {@link grantByCopy} raises; nothing of it stays then. */
export async function grantFolderByCopies(
  admission: Admission,
  folder: PageFolder,
  { signal, onProgress }: GrantOptions = {},
): Promise<ChosenFile> {
  const entries: { readonly path: string; readonly file: File | null }[] = []
  for await (const entry of folder.entries()) entries.push(entry)
  const total = entries.reduce((sum, { file }) => sum + (file?.size ?? 0), 0)
  const step = (asked: Record<string, string>, body: File | null = null, options: GrantOptions = {}) =>
    post(admission, 'folders', asked, body, options)
  const { id } = z.object({ id: z.string() }).parse(await step({ step: 'begin', name: folder.name }))
  let done = 0
  const copy = async ({ path, file }: (typeof entries)[number]) => {
    if (signal?.aborted) throw new AppError('cancelled')
    if (file === null) await step({ step: 'folder', id, path })
    else {
      const asked = { step: 'file', id, path, size: `${file.size}`, modifiedAt: `${Math.max(0, file.lastModified)}` }
      await step(asked, file, signal === undefined ? {} : { signal })
      done += file.size
    }
    onProgress?.(total === 0 ? 1 : done / total)
  }
  const waiting = entries.values()
  const lane = async () => {
    for (const entry of waiting) await copy(entry)
  }
  try {
    await Promise.all(Array.from({ length: lanes }, lane))
    return ChosenFile.parse(await step({ step: 'end', id }))
  } catch (error) {
    await step({ step: 'abort', id }).catch(() => {})
    throw error
  }
}

/** Gives what the shell answers. */
function post(
  admission: Admission,
  place: 'files' | 'folders',
  asked: Record<string, string>,
  body: File | null,
  { signal, onProgress }: GrantOptions,
): Promise<unknown> {
  // fetch tells nothing of how far an upload is.
  const request = new XMLHttpRequest()
  const abort = () => request.abort()
  const answer = new Promise<unknown>((resolve, reject) => {
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress?.(total === 0 ? 1 : loaded / total))
    request.addEventListener('load', () => {
      if (request.status === 200) resolve(parseJson(request.responseText))
      else reject(refusal(request.responseText))
    })
    request.addEventListener('error', () => reject(new AppError('file-unreadable')))
    request.addEventListener('abort', () => reject(new AppError('cancelled')))
    if (signal?.aborted) reject(new AppError('cancelled'))
  })
  if (!signal?.aborted) {
    signal?.addEventListener('abort', abort)
    request.open('POST', `${admission.base}${place}?${new URLSearchParams(asked)}`)
    request.setRequestHeader('Authorization', `Bearer ${admission.secret}`)
    request.send(body)
  }
  return answer.finally(() => signal?.removeEventListener('abort', abort))
}

function refusal(body: string): AppError {
  const refused = ErrorSchema.safeParse(parseJson(body))
  if (!refused.success) return new AppError('internal', 'the shell did not take the file')
  return new AppError(refused.data.code, refused.data.message, refused.data.data)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
