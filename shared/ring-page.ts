/** What the small window of an incoming call is told, and what it answers. It has no bridge and knows nothing else. */
import { z } from 'zod'

export const RingPage = z.object({
  /** As much of the caller as notifications may show; `id` gives the colour. */
  name: z.string(),
  id: z.string(),
  media: z.enum(['voice', 'video']),
  language: z.enum(['en', 'de']),
  theme: z.enum(['system', 'light', 'dark']),
})
export type RingPage = z.infer<typeof RingPage>

/** `show`: the user wants to see the main window first. */
export const RingAnswer = z.enum(['accept', 'decline', 'show'])
export type RingAnswer = z.infer<typeof RingAnswer>

/** The search part of the page's address. */
export const ringQuery = (page: RingPage): string => new URLSearchParams(page).toString()

export const ringPageOf = (search: string): RingPage => RingPage.parse(Object.fromEntries(new URLSearchParams(search)))
