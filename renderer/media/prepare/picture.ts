/** Makes a picture ready to be sent. What the camera or a program wrote into it never leaves with it. */
import { headBytes, shownTypes, typeOf } from '../../../shared/media-types.ts'
import { Malformed, stripPicture } from '../strip/index.ts'
import { type Drawable, drawn, thumbnailOf } from './canvas.ts'
import { type Prepared, type Quality, renamed } from './prepared.ts'

/** Pixels of the longer edge at standard quality: what a large screen shows. */
const standardEdge = 4096
const jpegQuality = 0.86
const webpQuality = 0.9
/** Pixels of the longer edge that Chromium still draws. */
const longestEdge = 16_384

/** Null where the browser cannot show it. */
export async function preparePicture(file: File, quality: Quality): Promise<Prepared | null> {
  const bitmap = await createImageBitmap(file).catch(() => null)
  if (bitmap === null) return null
  try {
    const picture = { source: bitmap, width: bitmap.width, height: bitmap.height }
    const blob = await cleaned(file, picture, quality)
    // What leaves is measured, not what came: it may be turned or smaller.
    const sent = await createImageBitmap(blob)
    const { width, height } = sent
    sent.close()
    return {
      file: new File([blob], renamed(file.name, blob.type), { type: blob.type }),
      media: { kind: 'picture', type: blob.type, width, height, duration: 0, waveform: [] },
      thumbnail: await thumbnailOf(picture),
      leftIn: null,
    }
  } finally {
    bitmap.close()
  }
}

async function cleaned(file: File, picture: Drawable, quality: Quality): Promise<Blob> {
  const type = typeOf(new Uint8Array(await file.slice(0, headBytes).arrayBuffer()))?.type ?? ''
  const known = shownTypes.picture.includes(type)
  const fits = Math.max(picture.width, picture.height) <= standardEdge
  // Drawing would stop what moves, and blur what was drawn on a screen; photographs get smaller by it.
  const keeps = known && (quality === 'original' || type === 'image/gif' || (type !== 'image/jpeg' && fits))
  if (keeps) {
    try {
      return new Blob([stripPicture(type, new Uint8Array(await file.arrayBuffer()))], { type })
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
    }
  }
  const edge = quality === 'original' ? longestEdge : standardEdge
  return type === 'image/jpeg'
    ? drawn(picture, { edge, type: 'image/jpeg', quality: jpegQuality })
    : drawn(picture, { edge, type: 'image/webp', quality: webpQuality })
}
