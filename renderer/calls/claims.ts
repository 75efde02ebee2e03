/** Which window of a profile holds the media of a call: Web Locks, which end with their page. Has no state of its own. */
import { detach } from '../../shared/errors.ts'
import type { CallId } from '../../shared/ids.ts'

const lockName = (id: CallId) => `megachat-call-${id}`

/** Null on a page that is not secure. */
const lockManager = () => (navigator as { readonly locks?: LockManager }).locks

/** Tells the other windows of this profile, until what is given is called. */
export function claim(id: CallId): () => void {
  let letGo = () => {}
  const released = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const held = lockManager()?.request(lockName(id), () => released) ?? Promise.resolve()
  detach(held, () => {})
  return letGo
}

/** Does `work` where no window holds the media of this call. */
export async function whereUnclaimed(id: CallId, work: () => Promise<void>): Promise<void> {
  await lockManager()?.request(lockName(id), { ifAvailable: true }, async (lock) => {
    if (lock !== null) await work()
  })
}
