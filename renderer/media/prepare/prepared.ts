/** What is sent of one picture, video or sound: its bytes as they will leave, measured, with a small picture. */
import type { Media } from '../../../shared/contract/media.ts'

export interface Prepared {
  readonly file: File
  readonly media: Omit<Media, 'thumbnail'>
  readonly thumbnail: { readonly type: string; readonly bytes: Uint8Array } | null
  /** What could not be taken out of it: it may tell where it was made. */
  readonly leftIn: 'data-track' | 'unknown' | null
}

/** `standard`: pictures are drawn anew, at most 4096 pixels long. `original`: only what is not seen is taken out. */
export type Quality = 'standard' | 'original'

/** The name with the ending of its type. */
export function renamed(name: string, type: string): string {
  const ending = endings[type]
  if (ending === undefined) return name
  const stem = name.replace(/\.[^.]{1,5}$/, '') || 'file'
  return `${stem}.${ending}`
}

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
}
