/** Draws pictures in other sizes. Has no knowledge of files' names or of what is sent. */
import { maxThumbnailBytes } from '../../../shared/media-types.ts'

/** Pixels of the longer edge of the small picture: enough to know what it is while it loads. */
const thumbnailEdge = 320
/** From the best to the smallest. */
const thumbnailSteps = [
  { scale: 1, quality: 0.6 },
  { scale: 1, quality: 0.35 },
  { scale: 0.6, quality: 0.4 },
  { scale: 0.3, quality: 0.4 },
] as const

export interface Drawable {
  readonly source: CanvasImageSource
  readonly width: number
  readonly height: number
}

/** Width and height with the longer edge at most `edge`, never 0. */
export function fitted(width: number, height: number, edge: number): { width: number; height: number } {
  const scale = Math.min(1, edge / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** Raises where the browser cannot make one of that type. */
export async function drawn(
  { source, ...size }: Drawable,
  { edge, type, quality }: { readonly edge: number; readonly type: string; readonly quality: number },
): Promise<Blob> {
  const { width, height } = fitted(size.width, size.height, edge)
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no canvas')
  context.imageSmoothingQuality = 'high'
  // JPEG knows no transparency; what would be black is white.
  if (type === 'image/jpeg') {
    context.fillStyle = '#fff'
    context.fillRect(0, 0, width, height)
  }
  context.drawImage(source, 0, 0, width, height)
  const blob = await canvas.convertToBlob({ type, quality })
  if (blob.type !== type) throw new Error(`no ${type}`)
  return blob
}

/** Null where even the smallest one is too large. */
export async function thumbnailOf(picture: Drawable): Promise<{ type: string; bytes: Uint8Array } | null> {
  const type = 'image/webp'
  for (const { scale, quality } of thumbnailSteps) {
    const blob = await drawn(picture, { edge: thumbnailEdge * scale, type, quality })
    if (blob.size <= maxThumbnailBytes) return { type, bytes: new Uint8Array(await blob.arrayBuffer()) }
  }
  return null
}
