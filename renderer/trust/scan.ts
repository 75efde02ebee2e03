/** Finds the text of a QR code in a picture: the browser's own detector where it has one, else in plain code. */
import decodeQr from 'qr/decode.js'

/** Gives the text, or null where no code is seen. */
export type Scan = (frame: HTMLVideoElement) => Promise<string | null>

/** Shape Detection API (WICG); TypeScript's DOM library does not know it. */
interface Detector {
  detect(source: HTMLVideoElement): Promise<{ readonly rawValue: string }[]>
}
interface DetectorConstructor {
  new (options: { formats: string[] }): Detector
  getSupportedFormats(): Promise<string[]>
}

/** Longest side of the picture that is searched, in pixels: a code that fills a part of it is still seen, and quickly. */
const searchedSide = 720

export async function newScan(): Promise<Scan> {
  const Native = (globalThis as { BarcodeDetector?: DetectorConstructor }).BarcodeDetector
  const formats = (await Native?.getSupportedFormats().catch(() => [])) ?? []
  if (Native === undefined || !formats.includes('qr_code')) return plainScan()
  const detector = new Native({ formats: ['qr_code'] })
  return async (frame) => (await detector.detect(frame))[0]?.rawValue ?? null
}

function plainScan(): Scan {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  return async (frame) => {
    const scale = Math.min(1, searchedSide / Math.max(frame.videoWidth, frame.videoHeight))
    const [width, height] = [Math.round(frame.videoWidth * scale), Math.round(frame.videoHeight * scale)]
    if (context === null || width === 0 || height === 0) return null
    canvas.width = width
    canvas.height = height
    context.drawImage(frame, 0, 0, width, height)
    return textIn(context.getImageData(0, 0, width, height))
  }
}

/** The text of the code in RGBA pixels; null where there is none that can be read. */
export function textIn({ width, height, data }: { width: number; height: number; data: Uint8ClampedArray }) {
  try {
    return decodeQr({ width, height, data })
  } catch {
    // It says by an error that it has found nothing.
    return null
  }
}
