/** Takes out of pictures and movies what nobody should learn from them, without touching what is seen. */
import { Malformed } from './bytes.ts'
import { stripGif } from './gif.ts'
import { stripJpeg } from './jpeg.ts'
import { stripPng } from './png.ts'
import { stripWebp } from './webp.ts'

export { Malformed } from './bytes.ts'
export { type StrippedMovie, stripMovie } from './mp4.ts'

const strippers: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array<ArrayBuffer>>> = {
  'image/jpeg': stripJpeg,
  'image/png': stripPng,
  'image/webp': stripWebp,
  'image/gif': stripGif,
}

/** Raises {@link Malformed}, also for a type that is not known here. */
export function stripPicture(type: string, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const strip = Object.hasOwn(strippers, type) ? strippers[type] : undefined
  if (strip === undefined) throw new Malformed('an unknown type')
  return strip(bytes)
}
