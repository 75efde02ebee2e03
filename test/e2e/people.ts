/** A real relay and two real people for each test, in whichever shell the test opens its windows. */
import { test as base } from '@playwright/test'
import { temporaryFolder } from '../fixtures/folder.ts'
import { Person } from './person.ts'
import { TestRelay } from './test-relay.ts'
import type { OpenWindow } from './window.ts'

interface Fixtures {
  /** Goes when the test ends. */
  folder: string
  relay: TestRelay
  /** Set by the shell's own fixtures. */
  openWindow: OpenWindow
  alice: Person
  bob: Person
}

export const peopleTest = base.extend<Fixtures>({
  folder: async ({}, use) => {
    const folder = temporaryFolder('e2e')
    await use(folder.path)
    folder.remove()
  },
  relay: async ({ folder }, use) => {
    const relay = await TestRelay.start(`${folder}/relay`)
    await use(relay)
    await relay.stop()
  },
  openWindow: async ({}, use) =>
    use(() => {
      throw new Error('no shell was chosen')
    }),
  alice: async ({ openWindow, folder }, use) => {
    const alice = new Person(openWindow, folder, 'Alice')
    await use(alice)
    await alice.close()
  },
  bob: async ({ openWindow, folder }, use) => {
    const bob = new Person(openWindow, folder, 'Bob')
    await use(bob)
    await bob.close()
  },
})

/** Both have an account on the relay and have accepted each other; the chat is open on both sides. */
export async function becomeContacts(alice: Person, bob: Person, relay: Pick<TestRelay, 'url'>): Promise<void> {
  await alice.open()
  await alice.onboard(relay.url)
  await bob.open()
  await bob.onboard(relay.url)
  await meet(bob, alice)
}

/** Somebody with an account writes to another one, who accepts; the chat is open on both sides. */
export async function meet(newcomer: Person, host: Person): Promise<void> {
  await newcomer.startChat(host.name.toLowerCase())
  await newcomer.send(`Hello ${host.name}`)
  await host.openChat(newcomer.name)
  await host.acceptRequest()
  await host.send(`Hello ${newcomer.name}`)
  await newcomer.timeline.getByText(`Hello ${newcomer.name}`).waitFor()
}
