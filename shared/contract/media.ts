/** Contract of pictures, videos and sounds in the timeline. */
import { z } from 'zod'

/** What is known of a picture, video or sound before any of it is loaded. Its bytes never go through calls. */
export const Media = z.object({
  kind: z.enum(['picture', 'video', 'audio', 'voice']),
  /** MIME type. */
  type: z.string(),
  /** Pixels; 0 for sounds. */
  width: z.int().min(0),
  height: z.int().min(0),
  /** Milliseconds; 0 for pictures. */
  duration: z.int().min(0),
  /** Whether a small picture came along. */
  thumbnail: z.boolean(),
  /** Loudness over time, each 0 to 255; empty for what is no voice note. */
  waveform: z.array(z.int().min(0).max(255)).max(100),
})
export type Media = z.infer<typeof Media>
