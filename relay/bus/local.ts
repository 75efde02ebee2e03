/** The bus of a relay that is one process. */
import type { Address, BlobKey } from '../storage/store.ts'
import type { Bus, Peer } from './bus.ts'

export class LocalBus implements Bus {
  /** By account, then by device. */
  readonly #peers = new Map<string, Map<number, Peer>>()
  readonly #watchers = new Map<string, Set<() => void>>()

  connect({ account, device }: Address, peer: Peer): () => void {
    const devices = this.#peers.get(account) ?? new Map<number, Peer>()
    this.#peers.set(account, devices)
    const earlier = devices.get(device)
    devices.set(device, peer)
    earlier?.replaced()
    return () => {
      if (devices.get(device) !== peer) return
      devices.delete(device)
      if (devices.size === 0) this.#peers.delete(account)
    }
  }

  ring(address: Address): void {
    this.#peer(address)?.ring()
  }

  async ephemeral(address: Address, ciphertext: Uint8Array): Promise<boolean> {
    return this.#peer(address)?.ephemeral(ciphertext) ?? false
  }

  async online(address: Address): Promise<boolean> {
    return this.#peer(address) !== undefined
  }

  expel(account: string): void {
    for (const peer of [...(this.#peers.get(account)?.values() ?? [])]) peer.expelled()
  }

  changed({ account, blob }: BlobKey): void {
    for (const listener of [...(this.#watchers.get(`${account}/${blob}`) ?? [])]) listener()
  }

  /** Any blob may have changed. */
  changedAll(): void {
    for (const listeners of [...this.#watchers.values()]) for (const listener of [...listeners]) listener()
  }

  watch({ account, blob }: BlobKey, listener: () => void): () => void {
    const topic = `${account}/${blob}`
    const listeners = this.#watchers.get(topic) ?? new Set<() => void>()
    this.#watchers.set(topic, listeners)
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#watchers.get(topic) === listeners) this.#watchers.delete(topic)
    }
  }

  async close(): Promise<void> {}

  #peer({ account, device }: Address): Peer | undefined {
    return this.#peers.get(account)?.get(device)
  }
}
