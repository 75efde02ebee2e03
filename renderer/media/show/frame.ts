/** The place of a picture in a chat, known before any of it is loaded, so that nothing jumps. */

/** Pixels; narrower where the chat is. */
const widest = 360
const highest = 400
/** What is very long or very flat is cut to this part of its width or height, and shown whole in the viewer. */
const narrowest = 140
const lowest = 120

export interface Frame {
  readonly width: number
  /** Width to height. */
  readonly ratio: number
}

/** @param width pixels of the picture, as its sender says; @param height the same. */
export function frameOf(width: number, height: number): Frame {
  if (width < 1 || height < 1) return { width: widest, ratio: 16 / 9 }
  const scale = Math.min(1, widest / width, highest / height)
  const shownWidth = Math.max(narrowest, Math.round(width * scale))
  const shownHeight = Math.max(lowest, Math.round(height * scale))
  return { width: shownWidth, ratio: shownWidth / shownHeight }
}
