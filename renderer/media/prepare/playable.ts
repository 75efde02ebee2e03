/** Makes a video or a sound ready to be sent. */

import { Malformed, stripMovie } from '../strip/index.ts'
import { type Drawable, thumbnailOf } from './canvas.ts'
import type { Prepared } from './prepared.ts'

/** Milliseconds that the browser may take to look into a file. */
const patience = 15_000
/** Seconds from the beginning of which the small picture is taken: films begin in the dark. */
const pictureAt = 1

/** Null where the browser cannot play it. `type`: as its first bytes say. */
export async function preparePlayable(file: File, type: string): Promise<Prepared | null> {
  const url = URL.createObjectURL(file)
  const video = document.createElement('video')
  video.muted = true
  video.preload = 'auto'
  try {
    video.src = url
    await heard(video, 'loadedmetadata')
    const { videoWidth: width, videoHeight: height } = video
    const duration = await durationOf(video)
    if (width === 0 || height === 0) {
      const sound = type.replace('video/', 'audio/')
      const media: Prepared['media'] = { kind: 'audio', type: sound, width: 0, height: 0, duration, waveform: [] }
      return { ...(await cleaned(file, type)), media, thumbnail: null }
    }
    const media: Prepared['media'] = { kind: 'video', type, width, height, duration, waveform: [] }
    const picture = { source: video, width, height }
    const thumbnail = await frameOf(video, picture, duration).catch(() => null)
    return { ...(await cleaned(file, type)), media, thumbnail }
  } catch {
    return null
  } finally {
    video.removeAttribute('src')
    video.load()
    URL.revokeObjectURL(url)
  }
}

async function cleaned(file: File, type: string): Promise<Pick<Prepared, 'file' | 'leftIn'>> {
  if (type !== 'video/mp4') {
    // The words in a sound are its title and who plays it; WebM and its like are not opened.
    return { file, leftIn: type.startsWith('video/') ? 'unknown' : null }
  }
  try {
    const { blob, clean } = await stripMovie(file)
    return { file: new File([blob], file.name, { type }), leftIn: clean ? null : 'data-track' }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return { file, leftIn: 'unknown' }
  }
}

/** Milliseconds; recordings of a browser do not say how long they are until their end has been seen. */
async function durationOf(video: HTMLVideoElement): Promise<number> {
  if (video.duration === Number.POSITIVE_INFINITY) {
    const known = heard(video, 'durationchange')
    video.currentTime = 1e7
    await known.catch(() => {})
  }
  return Number.isFinite(video.duration) ? Math.round(video.duration * 1000) : 0
}

async function frameOf(video: HTMLVideoElement, picture: Drawable, duration: number) {
  const sought = heard(video, 'seeked')
  video.currentTime = Math.min(pictureAt, duration / 2000)
  await sought
  return thumbnailOf(picture)
}

function heard(video: HTMLVideoElement, event: 'loadedmetadata' | 'seeked' | 'durationchange'): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('too slow')), patience)
    video.addEventListener(event, () => resolve(clearTimeout(timer)), { once: true })
    video.addEventListener('error', () => reject(new Error('not playable')), { once: true })
  })
}
