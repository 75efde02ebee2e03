/** Whether the page has the whole screen, and the way there and back. The page, because menus lie beside what they belong to. */
import { useEffect, useState } from 'react'

const isOn = () => document.fullscreenElement !== null

export function useFullScreen(): [on: boolean, set: (on: boolean) => void] {
  const [on, setOn] = useState(isOn)
  useEffect(() => {
    const look = () => setOn(isOn())
    document.addEventListener('fullscreenchange', look)
    return () => document.removeEventListener('fullscreenchange', look)
  }, [])
  // After the call the window is as it was before.
  useEffect(() => () => set(false), [])
  return [on, set]
}

function set(on: boolean): void {
  if (on === isOn()) return
  const change = on ? document.documentElement.requestFullscreen() : document.exitFullscreen()
  // Refused by the browser, or left already.
  change.catch(() => {})
}
