/** A screen, or one window of it, as a source of pictures and sound. Has no knowledge of calls. */

const wanted = {
  // What moves on a screen is mostly text that scrolls: sharp matters more than smooth, and a film is still one.
  video: { frameRate: { ideal: 15, max: 30 } },
  // What the computer plays is music or speech that nobody has to clean.
  audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
} as const satisfies DisplayMediaStreamOptions

/** What the user chose in the system's way, or had chosen before. Null where the user chose nothing; raises what else is wrong. */
export async function captureScreen(): Promise<MediaStream | null> {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia(wanted)
    // Told apart by the encoder: text is to stay readable when the link is poor (W3C mst-content-hint).
    for (const track of stream.getVideoTracks()) track.contentHint = 'detail'
    return stream
  } catch (error) {
    if (error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError')) return null
    throw error
  }
}
