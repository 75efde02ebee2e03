/** Looks into a file, and makes ready what can be shown in a chat. */
import { headBytes, maxMediaBytes, shownTypes, typeOf } from '../../../shared/media-types.ts'
import { preparePicture } from './picture.ts'
import { preparePlayable } from './playable.ts'
import type { Prepared, Quality } from './prepared.ts'

export type { Prepared, Quality } from './prepared.ts'

/** What this may be by its first bytes; nothing is decoded. */
export async function looksLike(file: File): Promise<'picture' | 'video' | 'audio' | null> {
  if (file.size === 0 || file.size > maxMediaBytes) return null
  const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer())
  const found = typeOf(head)
  if (found !== null) return found.kind
  // Pictures of other kinds are drawn anew, if the browser can. A drawing of vectors is a document.
  // What should begin in a known way and does not is no picture.
  return /^image\/(?!svg)/.test(file.type) && !shownTypes.picture.includes(file.type) ? 'picture' : null
}

/** Null for what cannot be shown in a chat: it goes as a file. */
export async function prepare(file: File, quality: Quality): Promise<Prepared | null> {
  const kind = await looksLike(file)
  if (kind === null) return null
  if (kind === 'picture') return preparePicture(file, quality)
  const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer())
  const found = typeOf(head)
  return found === null ? null : preparePlayable(file, found.type)
}
