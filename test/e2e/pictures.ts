/** Pictures and films made in a page, so that they are real ones. */
import type { Page } from '@playwright/test'

/** A picture with something on it. */
export async function drawnPicture(
  page: Page,
  { width = 1200, height = 800, type = 'image/jpeg', hue = 20 } = {},
): Promise<Buffer> {
  const bytes = await page.evaluate(
    async ({ width, height, type, hue }) => {
      const canvas = new OffscreenCanvas(width, height)
      const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
      const sky = context.createLinearGradient(0, 0, 0, height)
      sky.addColorStop(0, `hsl(${hue} 80% 70%)`)
      sky.addColorStop(1, `hsl(${hue + 40} 70% 40%)`)
      context.fillStyle = sky
      context.fillRect(0, 0, width, height)
      context.fillStyle = `hsl(${hue + 190} 40% 25%)`
      for (let hill = 0; hill < 4; hill++) {
        context.beginPath()
        context.ellipse((width * (hill + 0.5)) / 4, height, width / 4, height * (0.3 + 0.12 * (hill % 2)), 0, 0, 7)
        context.fill()
      }
      context.fillStyle = '#fff8'
      context.beginPath()
      context.arc(width * 0.75, height * 0.25, height * 0.08, 0, 7)
      context.fill()
      const blob = await canvas.convertToBlob({ type, quality: 0.9 })
      return [...new Uint8Array(await blob.arrayBuffer())]
    },
    { width, height, type, hue },
  )
  return Buffer.from(bytes)
}

/** A film of a second and a half, as a browser records it. */
export async function recordedFilm(page: Page): Promise<Buffer> {
  const bytes = await page.evaluate(async () => {
    const canvas = document.createElement('canvas')
    canvas.width = 320
    canvas.height = 180
    const context = canvas.getContext('2d') as CanvasRenderingContext2D
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm;codecs=vp8' })
    const pieces: Blob[] = []
    recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data))
    const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve))
    recorder.start()
    for (let frame = 0; frame < 30; frame++) {
      context.fillStyle = `hsl(${frame * 12} 70% 50%)`
      context.fillRect(0, 0, 320, 180)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    recorder.stop()
    await stopped
    return [...new Uint8Array(await new Blob(pieces).arrayBuffer())]
  })
  return Buffer.from(bytes)
}
