/** Joins two channels: whatever comes from one goes to the other, unread. */
import type { Channel } from '../../shared/bridge/index.ts'

/** Until either closes; then the other does. */
export function forward(a: Channel, b: Channel): void {
  a.onFrame((frame) => b.send(frame))
  b.onFrame((frame) => a.send(frame))
  a.onClose(() => b.close())
  b.onClose(() => a.close())
}
