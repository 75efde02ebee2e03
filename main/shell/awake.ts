/** Keeps the computer awake in a call; with a picture, its display too. */
import { powerSaveBlocker } from 'electron'
import type { Call } from '../../shared/contract/index.ts'

type Blocker = Parameters<typeof powerSaveBlocker.start>[0]

export class Awake {
  #held: { readonly id: number; readonly type: Blocker } | undefined

  update(call: Call | null): void {
    const type = wanted(call)
    if (type === this.#held?.type) return
    if (this.#held !== undefined) powerSaveBlocker.stop(this.#held.id)
    this.#held = type === undefined ? undefined : { id: powerSaveBlocker.start(type), type }
  }
}

function wanted(call: Call | null): Blocker | undefined {
  if (call === null || call.phase === 'ended') return undefined
  const pictures = call.media === 'video' || call.remote.camera || call.remote.screen
  return pictures ? 'prevent-display-sleep' : 'prevent-app-suspension'
}
