/** A relay and two people who are contacts, each a process of its own, for as long as a benchmark of files runs. */
import path from 'node:path'
import type { ConversationId } from '../../shared/ids.ts'
import { type CoreChild, openCoreChild } from '../fixtures/core-child.ts'
import { becomeContacts, createAccount } from '../fixtures/core-person.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import type { Program } from '../fixtures/process.ts'
import { type RelayReady, startRelay } from '../fixtures/relay.ts'

export interface TwoCores {
  readonly alice: CoreChild
  readonly bob: CoreChild
  readonly relay: Program<RelayReady>
  /** Bob, as Alice knows him. */
  readonly withBob: ConversationId
  /** A path in a folder that is gone afterwards. */
  readonly place: (name: string) => string
}

/** @param parent the folder in which all their files are. */
export async function withTwoCores<T>(
  name: string,
  work: (cores: TwoCores) => Promise<T>,
  parent?: string,
): Promise<T> {
  const folder = temporaryFolder(name, parent)
  const place = (name: string) => path.join(folder.path, name)
  const relay = await startRelay(place('relay'))
  const [alice, bob] = [openCoreChild(place('alice')), openCoreChild(place('bob'))]
  try {
    await Promise.all([createAccount(alice, relay.ready.url, 'Alice'), createAccount(bob, relay.ready.url, 'Bob')])
    const { ofAlice } = await becomeContacts([alice, bob], 'alice')
    return await work({ alice, bob, relay, withBob: ofAlice, place })
  } finally {
    await Promise.all([alice.close(), bob.close()])
    await relay.stop()
    folder.remove()
  }
}
