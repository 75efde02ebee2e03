/** Where a window opens again: where it was, unless that display is gone. */
import type { Place } from './kept.ts'

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Of a window that was never put anywhere, in pixels. */
const usual = { width: 1120, height: 760 }

/** The usual size, where it fits. */
export const sizeIn = (area: Area): { readonly width: number; readonly height: number } => ({
  width: Math.min(usual.width, area.width),
  height: Math.min(usual.height, area.height),
})

/** As much of a title bar as one needs to take hold of it, in pixels. */
const handle = { width: 100, height: 40 }

const overlap = (a: number, aSize: number, b: number, bSize: number) =>
  Math.max(0, Math.min(a + aSize, b + bSize) - Math.max(a, b))

/** `displays`: their work areas. Null where none of them would show the window's head. */
export function placeOn(displays: readonly Area[], kept: Place | null): Place | null {
  if (kept === null) return null
  const area = displays.find(
    (one) =>
      overlap(kept.x, kept.width, one.x, one.width) >= handle.width &&
      overlap(kept.y, handle.height, one.y, one.height) >= handle.height,
  )
  if (area === undefined) return null
  return { ...kept, width: Math.min(kept.width, area.width), height: Math.min(kept.height, area.height) }
}
