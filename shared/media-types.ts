/**
 * Which pictures, videos and sounds are shown, and how each begins. Both sides of a transfer, and whoever hands bytes to
 * a page, go by this one list; everything else is a file. Has no knowledge of how any of them is decoded.
 */

export type MediaKind = 'picture' | 'video' | 'audio' | 'voice'

const audioTypes = ['audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/webm', 'audio/wav', 'audio/flac', 'audio/aac']

/** Raster pictures that every Chromium decodes; no SVG, which is a document. */
export const shownTypes: Readonly<Record<MediaKind, readonly string[]>> = {
  picture: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'],
  video: ['video/mp4', 'video/webm'],
  audio: audioTypes,
  voice: ['audio/webm', 'audio/ogg', 'audio/mp4'],
}

/** What a small picture may be. */
export const thumbnailTypes: readonly string[] = ['image/jpeg', 'image/webp', 'image/png']

/** Bytes of the small picture that comes with an offer: it shares an envelope with everything else. */
export const maxThumbnailBytes = 24 * 1024

/** Bytes of a caption in UTF-8, for the same reason. */
export const maxCaptionBytes = 16 * 1024

/** Larger ones are sent as files: what is shown is kept in the profile, and a copy of it is made to be sent. */
export const maxMediaBytes = 512 * 1024 * 1024

/** Bytes from the beginning that tell what something is. */
export const headBytes = 16

type Signature = readonly (readonly [offset: number, bytes: string])[]

const riff = (form: string): Signature => [
  [0, 'RIFF'],
  [8, form],
]
const isoMedia: Signature = [[4, 'ftyp']]
const matroska: Signature = [[0, '\x1aE\xdf\xa3']]

const signatures: Readonly<Record<string, readonly Signature[]>> = {
  'image/jpeg': [[[0, '\xff\xd8\xff']]],
  'image/png': [[[0, '\x89PNG\r\n\x1a\n']]],
  'image/gif': [[[0, 'GIF87a']], [[0, 'GIF89a']]],
  'image/webp': [riff('WEBP')],
  'video/mp4': [isoMedia, [[4, 'moov']], [[4, 'mdat']], [[4, 'wide']], [[4, 'free']]],
  'video/webm': [matroska],
  'audio/mpeg': [[[0, 'ID3']], [[0, '\xff\xfb']], [[0, '\xff\xf3']], [[0, '\xff\xf2']], [[0, '\xff\xfa']]],
  'audio/mp4': [isoMedia],
  'audio/ogg': [[[0, 'OggS']]],
  'audio/webm': [matroska],
  'audio/wav': [riff('WAVE')],
  'audio/flac': [[[0, 'fLaC']]],
  'audio/aac': [[[0, '\xff\xf1']], [[0, '\xff\xf9']]],
}

/** Whether something that begins with `head` may be what `type` says; false for every type that is not shown. */
export function beginsAs(type: string, head: Uint8Array): boolean {
  const known = Object.hasOwn(signatures, type) ? (signatures[type] ?? []) : []
  return known.some((signature) =>
    signature.every(([offset, bytes]) => [...bytes].every((byte, at) => head[offset + at] === byte.charCodeAt(0))),
  )
}

/** The kind and type of what begins with `head`; null for what is not shown. */
export function typeOf(
  head: Uint8Array,
): { readonly kind: 'picture' | 'video' | 'audio'; readonly type: string } | null {
  for (const kind of ['picture', 'video', 'audio'] as const) {
    const type = shownTypes[kind].find((candidate) => beginsAs(candidate, head))
    if (type !== undefined) return { kind, type }
  }
  return null
}
