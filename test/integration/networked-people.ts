/** Two contacts at a relay, each program in a network of its own. */
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { openCoreChild } from '../fixtures/core-child.ts'
import { becomeContacts, createAccount } from '../fixtures/core-person.ts'
import { hashOfFile, writeRandomFile } from '../fixtures/random-file.ts'
import { startRelay } from '../fixtures/relay.ts'
import { offerFile } from '../fixtures/transfers.ts'
import { temporaryFolder } from './person.ts'

export interface Network {
  readonly relay: { readonly address: string; readonly within: readonly string[] }
  /** What starts Alice's program where she is, and Bob's. */
  readonly alice: readonly string[]
  readonly bob: readonly string[]
  remove(): void
}

export async function peopleOf(network: Network) {
  const folder = temporaryFolder()
  const place = (name: string) => path.join(folder, name)
  const relay = await startRelay(place('relay'), 0, ['--host', network.relay.address], network.relay.within)
  const alice = openCoreChild(place('alice'), { within: network.alice })
  const bob = openCoreChild(place('bob'), { within: network.bob })
  onTestFinished(async () => {
    await Promise.all([alice.close(), bob.close()])
    await relay.stop()
    network.remove()
  })
  await createAccount(alice, relay.ready.link, 'Alice')
  await createAccount(bob, relay.ready.link, 'Bob')
  const { ofAlice } = await becomeContacts([alice, bob], 'alice')
  return {
    alice,
    bob,
    /** Sends a file of so many bytes to Bob, who takes it; gives the transfer. */
    send: async (bytes: number) => {
      await writeRandomFile(place('film.mkv'), bytes)
      const id = await offerFile(alice, bob, ofAlice, place('film.mkv'))
      await bob.core.transfers.accept({ transferId: id })
      return id
    },
    isWhole: async () => (await hashOfFile(place('film.mkv'))) === (await hashOfFile(place('bob/downloads/film.mkv'))),
  }
}
