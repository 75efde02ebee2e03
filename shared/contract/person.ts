/** Contract of what people show of themselves to their contacts, besides their name. */
import { z } from 'zod'

/** Longest "about", in characters. */
export const maxAboutLength = 140

/** Largest own picture, in bytes: it goes to every contact, in an envelope of its own. */
export const maxPictureBytes = 48 * 1024

/** Width and height that a picture is made with, in pixels. */
export const pictureSide = 256

/** Raster pictures that every Chromium writes and reads. */
export const pictureTypes = ['image/webp', 'image/jpeg'] as const

/** Names one picture of one person: it is another one when they have chosen another. Hexadecimal digits of its SHA-256. */
export const PictureId = z
  .string()
  .regex(/^[0-9a-f]{16}$/u)
  .brand<'PictureId'>()
export type PictureId = z.infer<typeof PictureId>

export const Picture = z.object({
  type: z.enum(pictureTypes),
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= maxPictureBytes),
})
export type Picture = z.infer<typeof Picture>
