/** Removes an account with everything that belongs to it, in whichever store it lies. */
import type { RelayContext } from '../context.ts'

type Parts = Pick<RelayContext, 'blobStore' | 'bus' | 'store'>

export async function deleteAccount({ blobStore, bus, store }: Parts, account: string): Promise<void> {
  const blobs = await store.deleteAccount(account)
  bus.expel(account)
  for (const blob of blobs) {
    await blobStore.dropAll(blob)
    bus.changed(blob)
  }
}
