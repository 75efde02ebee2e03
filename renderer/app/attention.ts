/** Whether the user sees the rooms: the window has the focus, and nothing covers them. Has no knowledge of what does. */
import { Emitter } from '../../shared/streams/index.ts'

let covers = 0
const uncovered = new Emitter()

export const isAttended = (): boolean => document.hasFocus() && covers === 0

/** The rooms are out of sight until what is given is called. */
export function coverRooms(): () => void {
  covers += 1
  return () => {
    covers -= 1
    if (covers === 0) uncovered.emit()
  }
}

/** Calls `listener` whenever the user may see the rooms again, until what is given is called. */
export function onAttended(listener: () => void): () => void {
  const off = uncovered.on(listener)
  window.addEventListener('focus', listener)
  return () => {
    off()
    window.removeEventListener('focus', listener)
  }
}
