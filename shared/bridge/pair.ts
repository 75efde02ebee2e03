/** Two channels in one process, joined in memory. */
import { BaseChannel, type Channel, type Frame } from './channel.ts'

class MemoryChannel extends BaseChannel {
  peer: MemoryChannel | undefined

  protected transmit(frame: Frame): void {
    // A copy, so that neither end sees what the other writes into its bytes later.
    const sent = typeof frame === 'string' ? frame : frame.slice()
    queueMicrotask(() => this.peer?.receive(sent))
  }

  protected terminate(): void {
    queueMicrotask(() => this.peer?.ended())
  }
}

/** Both ends of a new channel, with the longest frame that each accepts. */
export function memoryPair(maxFrame: number, maxFrameOfOther: number): [Channel, Channel] {
  const a = new MemoryChannel(maxFrame)
  const b = new MemoryChannel(maxFrameOfOther)
  a.peer = b
  b.peer = a
  return [a, b]
}
