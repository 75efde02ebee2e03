/** How a picture lies in the window: larger or smaller, moved. Pixels from the middle. Has no knowledge of the DOM. */

export interface Placement {
  /** 1: it fits into the window. */
  readonly scale: number
  readonly x: number
  readonly y: number
}

export const fit: Placement = { scale: 1, x: 0, y: 0 }
const largest = 8

export interface Room {
  /** Pixels of the picture at scale 1. */
  readonly width: number
  readonly height: number
  /** Pixels of the window. */
  readonly windowWidth: number
  readonly windowHeight: number
}

/** Larger by `factor`; the point at `x`, `y` stays where it is. */
export function zoomed(from: Placement, factor: number, at: { readonly x: number; readonly y: number }): Placement {
  const scale = Math.min(largest, Math.max(1, from.scale * factor))
  const grown = scale / from.scale
  return scale === 1 ? fit : { scale, x: at.x - (at.x - from.x) * grown, y: at.y - (at.y - from.y) * grown }
}

export const moved = (from: Placement, x: number, y: number): Placement => ({ ...from, x: from.x + x, y: from.y + y })

/** Never moved so far that the window shows what lies beside the picture while there is more of it on the other side. */
export function held({ scale, x, y }: Placement, room: Room): Placement {
  const mostX = Math.max(0, (room.width * scale - room.windowWidth) / 2)
  const mostY = Math.max(0, (room.height * scale - room.windowHeight) / 2)
  return { scale, x: Math.min(mostX, Math.max(-mostX, x)), y: Math.min(mostY, Math.max(-mostY, y)) }
}
