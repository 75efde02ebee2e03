/** Tells the holder of a device's socket that something waits, wherever that socket is. Stores nothing. */
import type { Address, BlobKey } from '../storage/store.ts'

/** The end of a device's socket. */
export interface Peer {
  /** Something may wait in the mailbox. */
  ring(): void
  /** False where it cannot be given to the device now. */
  ephemeral(ciphertext: Uint8Array): boolean
  /** The same device has connected again. */
  replaced(): void
  /** The account is gone. */
  expelled(): void
}

export interface Bus {
  /** From now on `peer` is the device's socket; an earlier one is told that it was replaced. Gives the way to leave. */
  connect(address: Address, peer: Peer): () => void
  ring(address: Address): void
  /** Whether the device took it. */
  ephemeral(address: Address, ciphertext: Uint8Array): Promise<boolean>
  online(address: Address): Promise<boolean>
  /** Closes all sockets of an account that is gone. */
  expel(account: string): void
  changed(blob: BlobKey): void
  /** Calls `listener` after each change of the blob. Gives the way to stop. */
  watch(blob: BlobKey, listener: () => void): () => void
  close(): Promise<void>
}
