/** The own picture as it is shown in a corner: as large as that needs, so that it costs a quarter of the camera's. */

/** Pixels on a dense display. */
const small = { width: { ideal: 640 }, height: { ideal: 360 } } as const

/** A stream of its own; `endOwnPicture` ends it, without which the camera would stay on. */
export function ownPicture(camera: MediaStreamTrack): MediaStream {
  const track = camera.clone()
  // A camera that cannot do it is shown as it is.
  track.applyConstraints(small).catch(() => {})
  return new MediaStream([track])
}

export function endOwnPicture(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop()
}
