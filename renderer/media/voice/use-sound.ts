/** Plays one sound: position, length and speed, as a player shows them. */
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { speedStore } from './playback.ts'

export interface Sound {
  readonly playing: boolean
  /** Seconds. */
  readonly position: number
  readonly play: () => void
  readonly pause: () => void
  readonly seek: (seconds: number) => void
}

export interface SoundOptions {
  /** Null where there is nothing to play yet. */
  readonly url: string | null
  readonly onBegan?: () => void
  readonly onEnded?: () => void
  readonly onError?: () => void
}

export function useSound({ url, onBegan, onEnded, onError }: SoundOptions): Sound {
  const audio = useRef<HTMLAudioElement | null>(null)
  const [playing, setPlaying] = useState(false)
  const [position, setPosition] = useState(0)
  const speed = useStore(speedStore, (state) => state.speed)
  const heard = useRef({ onBegan, onEnded, onError })
  heard.current = { onBegan, onEnded, onError }

  // Made with the first press, so that a chat full of sounds loads none of them.
  const element = (): HTMLAudioElement | null => {
    if (url === null) return null
    const known = audio.current
    if (known !== null && known.src === url) return known
    known?.pause()
    const made = new Audio(url)
    made.preload = 'auto'
    made.addEventListener('play', () => {
      setPlaying(true)
      heard.current.onBegan?.()
    })
    made.addEventListener('pause', () => setPlaying(false))
    made.addEventListener('timeupdate', () => setPosition(made.currentTime))
    made.addEventListener('ended', () => {
      setPosition(0)
      made.currentTime = 0
      heard.current.onEnded?.()
    })
    made.addEventListener('error', () => {
      setPlaying(false)
      heard.current.onError?.()
    })
    audio.current = made
    return made
  }
  useEffect(() => {
    if (audio.current !== null) audio.current.playbackRate = speed
  }, [speed])
  useEffect(
    () => () => {
      audio.current?.pause()
      audio.current = null
    },
    [],
  )
  return {
    playing,
    position,
    play: () => {
      const sound = element()
      if (sound === null) return
      sound.playbackRate = speed
      void sound.play().catch(() => setPlaying(false))
    },
    pause: () => audio.current?.pause(),
    seek: (seconds) => {
      const sound = element()
      if (sound === null) return
      setPosition(seconds)
      if (sound.readyState > 0) sound.currentTime = seconds
      else sound.addEventListener('loadedmetadata', () => (sound.currentTime = seconds), { once: true })
    },
  }
}
