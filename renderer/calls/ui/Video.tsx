/** A video element bound to a stream. */
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'

export interface VideoProps {
  readonly stream: MediaStream
  /** Accessible name. */
  readonly label: string
  readonly muted?: boolean
  /** As in a mirror, which is how people know themselves. */
  readonly mirrored?: boolean
  readonly className?: string | undefined
  /** Where it is heard; null for the system's choice. */
  readonly loudspeakerId?: string | null
  /** Gets the element. Without it the picture cannot float above other windows. */
  readonly picture?: Ref<HTMLVideoElement>
  /** The browser refuses to play sound without a gesture. */
  readonly onRefused?: () => void
}

export function Video({
  stream,
  label,
  muted = false,
  mirrored = false,
  className,
  loudspeakerId = null,
  picture = null,
  onRefused,
}: VideoProps) {
  const element = useRef<HTMLVideoElement>(null)
  useImperativeHandle(picture, () => element.current as HTMLVideoElement, [])
  useEffect(() => {
    const video = element.current
    if (video === null) return
    video.srcObject = stream
    const play = () =>
      video.play().catch((error: unknown) => {
        if (error instanceof DOMException && error.name === 'NotAllowedError') onRefused?.()
      })
    void play()
    stream.addEventListener('addtrack', play)
    return () => {
      stream.removeEventListener('addtrack', play)
      video.srcObject = null
    }
  }, [stream, onRefused])
  useEffect(() => {
    // A loudspeaker that is gone: it is heard where it was heard before.
    if (loudspeakerId !== null) element.current?.setSinkId(loudspeakerId).catch(() => {})
  }, [loudspeakerId])
  return (
    <video
      ref={element}
      className={className}
      aria-label={label}
      muted={muted}
      playsInline
      autoPlay
      disablePictureInPicture={picture === null}
      data-mirrored={mirrored || undefined}
    />
  )
}
