/** Makes the picture that contacts see out of what was chosen. */
import { maxPictureBytes, type Picture, pictureSide } from '../../../shared/contract/index.ts'
import { type Crop, squareOf } from './crop.ts'

/** From the best to the smallest; what is drawn for a screen needs the most bytes. */
const qualities = [0.9, 0.75, 0.5, 0.25] as const

/** A new drawing: nothing that a camera wrote into the file comes along. */
export async function madePicture(bitmap: ImageBitmap, crop: Crop): Promise<Picture> {
  const canvas = new OffscreenCanvas(pictureSide, pictureSide)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no canvas')
  const { left, top, side } = squareOf(bitmap, crop)
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, left, top, side, side, 0, 0, pictureSide, pictureSide)
  for (const quality of qualities) {
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality })
    if (blob.type === 'image/webp' && blob.size <= maxPictureBytes)
      return { type: 'image/webp', bytes: new Uint8Array(await blob.arrayBuffer()) }
  }
  throw new Error('no picture small enough')
}
