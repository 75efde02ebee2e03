/** The keys of a call that this page holds: microphone and camera, and the space bar of who pushes to talk. */
import { useEffect } from 'react'
import { useShellInfo } from '../app/shellInfo.ts'
import { useSettings } from '../app/streams.ts'
import type { CallController } from './controller.ts'

/** With Control, on a Mac Command, and Shift. */
export const callKeys = { microphone: 'm', camera: 'o' } as const

export function useCallKeys(controller: CallController): void {
  const mac = useShellInfo().platform === 'darwin'
  const pushToTalk = useSettings()?.pushToTalk === true
  useEffect(() => {
    const ended = new AbortController()
    const { signal } = ended
    const devices = () => controller.talk?.media?.devices
    const press = (event: KeyboardEvent) => {
      const { microphone, camera } = devices() ?? {}
      if (microphone === undefined || !event.shiftKey || event.altKey || !(mac ? event.metaKey : event.ctrlKey)) return
      const key = event.key.toLowerCase()
      if (key === callKeys.microphone) controller.setMuted(microphone === 'on' || microphone === 'starting')
      else if (key === callKeys.camera) controller.setCamera(camera === 'off')
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', press, { signal })
    if (pushToTalk) listenToSpaceBar(controller, signal)
    return () => ended.abort()
  }, [controller, mac, pushToTalk])
}

/** Before any button hears of it: who talks must not press what happens to have the focus. Whoever writes is left alone. */
function listenToSpaceBar(controller: CallController, signal: AbortSignal): void {
  let talking = false
  const stop = () => {
    if (talking) controller.setMuted(true)
    talking = false
  }
  const onKey = (event: KeyboardEvent) => {
    const microphone = controller.talk?.media?.devices.microphone
    if (event.key !== ' ' || microphone === undefined || writesIn(event.target)) return
    event.preventDefault()
    event.stopPropagation()
    if (event.type === 'keyup') stop()
    else if (!event.repeat && microphone === 'muted') {
      talking = true
      controller.setMuted(false)
    }
  }
  window.addEventListener('keydown', onKey, { capture: true, signal })
  window.addEventListener('keyup', onKey, { capture: true, signal })
  // The key is let go where this page does not see it.
  window.addEventListener('blur', stop, { signal })
}

const writesIn = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
