/** Which square of a picture is shown: how large, and where. Pure. */

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Crop {
  /** 1: as much as fits into a square; up to {@link mostZoom}. */
  readonly zoom: number
  /** The middle, in shares of width and height. */
  readonly x: number
  readonly y: number
}

export const mostZoom = 4

/** The middle of the picture, as large as can be. */
export const wholeCrop: Crop = { zoom: 1, x: 0.5, y: 0.5 }

/** The square in pixels of the picture. */
export function squareOf({ width, height }: Size, { zoom, x, y }: Crop): { left: number; top: number; side: number } {
  const side = Math.min(width, height) / zoom
  return { left: x * width - side / 2, top: y * height - side / 2, side }
}

/** The same within the picture. */
export function withinPicture(size: Size, { zoom, x, y }: Crop): Crop {
  const bounded = clamp(zoom, 1, mostZoom)
  const side = Math.min(size.width, size.height) / bounded
  const [marginX, marginY] = [side / size.width / 2, side / size.height / 2]
  return { zoom: bounded, x: clamp(x, marginX, 1 - marginX), y: clamp(y, marginY, 1 - marginY) }
}

/** Moved by shares of the square's side: what is shown goes along with the pointer. */
export function moved(size: Size, crop: Crop, right: number, down: number): Crop {
  const { side } = squareOf(size, crop)
  return withinPicture(size, {
    ...crop,
    x: crop.x - (right * side) / size.width,
    y: crop.y - (down * side) / size.height,
  })
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
