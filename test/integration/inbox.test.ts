import { randomBytes } from 'node:crypto'
import { cpSync, rmSync } from 'node:fs'
import { create, toBinary } from '@bufbuild/protobuf'
import { describe, expect, test } from 'vitest'
import type { RunningRelay } from '../../relay/start.ts'
import type { Message } from '../../shared/contract/index.ts'
import { DeliveryRequestSchema } from '../../shared/relay-api/gen/delivery_pb.js'
import { temporaryFolder, testRelay, texts, twoContacts } from './person.ts'

/** Leaves bytes in somebody's mailbox, as any stranger could. */
async function leave(relay: RunningRelay, account: string, ciphertext: Uint8Array): Promise<void> {
  const bundles = await fetch(`${relay.url}/v1/bundles/${account}`, { method: 'POST' })
  const { devices } = (await bundles.json()) as { devices: [{ registrationId: number }] }
  const [{ registrationId }] = devices
  const body = toBinary(
    DeliveryRequestSchema,
    create(DeliveryRequestSchema, {
      envelopeId: randomBytes(16),
      devices: [{ device: 1, registrationId, ciphertext }],
    }),
  )
  const { status } = await fetch(`${relay.url}/v1/mailboxes/${account}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/x-protobuf' },
    body,
  })
  expect(status).toBe(200)
}

/** Puts a copy of a folder in its place: what happened since is undone. */
function restore(copy: string, folder: string): void {
  rmSync(folder, { recursive: true })
  cpSync(copy, folder, { recursive: true })
}

const notices = (messages: readonly Message[]): string[] =>
  messages.flatMap(({ body }) => (body.kind === 'notice' ? [body.notice] : []))

describe('what comes in', () => {
  test('M-11 garbage in the mailbox is dropped, and what comes with it arrives', async () => {
    const relay = await testRelay()
    const { alice, bob, withBob, withAlice } = await twoContacts(relay)
    const account = await bob.accountId()
    await bob.close()
    for (const size of [1, 100, 90_000]) await leave(relay, account, randomBytes(size))
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'between' })
    await alice.messages(withBob, (all) => all[1]?.delivery === 'sent')
    await leave(relay, account, randomBytes(500))
    await bob.open()
    const received = await bob.messages(withAlice, (all) => all.length === 2)
    expect(texts(received)).toEqual(['Hello', 'between'])
    expect(notices(received)).toEqual([])
    await bob.close()
    await bob.open()
    await bob.online()
    expect(texts(await bob.messages(withAlice, () => true))).toEqual(['Hello', 'between'])
  })

  test('M-11 envelopes that come again are shown once', async () => {
    const relay = await testRelay()
    const { alice, bob, withBob, withAlice } = await twoContacts(relay)
    await bob.close()
    for (const text of ['one', 'two', 'three'])
      await alice.api.conversations.sendText({ conversationId: withBob, text })
    await alice.messages(withBob, (all) => all.every(({ delivery }) => delivery !== 'waiting'))
    await alice.close()
    await relay.close()
    const copy = temporaryFolder()
    cpSync(relay.data, copy, { recursive: true })

    const { port } = relay
    const again = await testRelay({ data: relay.data, port })
    await bob.open()
    await bob.messages(withAlice, (all) => all.length === 4)
    await bob.close()
    await again.close()
    // The relay as it was before the acknowledgements.
    restore(copy, relay.data)
    await testRelay({ data: relay.data, port })
    await Promise.all([alice.open(), bob.open()])
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'four' })
    const received = await bob.messages(withAlice, (all) => texts(all).includes('four'))
    expect(texts(received)).toEqual(['Hello', 'one', 'two', 'three', 'four'])
    expect(notices(received)).toEqual([])
  })

  test('M-16 a profile restored from yesterday asks for what it cannot decrypt, and gets it', async () => {
    const relay = await testRelay()
    const { alice, bob, withBob, withAlice } = await twoContacts(relay)
    await bob.close()
    const copy = temporaryFolder()
    cpSync(bob.folder, copy, { recursive: true })
    await bob.open()
    for (const n of [1, 2, 3]) {
      await alice.api.conversations.sendText({ conversationId: withBob, text: `question ${n}` })
      await bob.messages(withAlice, (all) => texts(all).includes(`question ${n}`))
      await bob.api.conversations.sendText({ conversationId: withAlice, text: `answer ${n}` })
      await alice.messages(withBob, (all) => texts(all).includes(`answer ${n}`))
    }
    await bob.messages(withAlice, (all) => all.every(({ own, delivery }) => !own || delivery === 'delivered'))
    await alice.messages(withBob, (all) => all.every(({ own, delivery }) => !own || delivery === 'delivered'))
    await bob.close()
    restore(copy, bob.folder)
    await bob.open()
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'are you there?' })
    const received = await bob.messages(withAlice, (all) => texts(all).includes('are you there?'))
    expect(notices(received)).toEqual([])
    await alice.messages(withBob, (all) => all.every(({ own, delivery }) => !own || delivery === 'delivered'))
    await bob.api.conversations.sendText({ conversationId: withAlice, text: 'again' })
    await alice.messages(withBob, (all) => texts(all).includes('again'))
  })

  test('P-22, M-20 a profile restored from yesterday writes first: it arrives, once and at the end', async () => {
    const relay = await testRelay()
    const { alice, bob, withBob, withAlice } = await twoContacts(relay)
    await bob.close()
    const copy = temporaryFolder()
    cpSync(bob.folder, copy, { recursive: true })
    await bob.open()
    const said = ['one', 'two', 'three']
    for (const text of said) await bob.api.conversations.sendText({ conversationId: withAlice, text })
    await bob.messages(withAlice, (all) => all.every(({ own, delivery }) => !own || delivery === 'delivered'))
    await bob.close()
    restore(copy, bob.folder)
    await bob.open()
    // Sealed with keys that were used before, for other words.
    await bob.api.conversations.sendText({ conversationId: withAlice, text: 'four' })
    const received = await alice.messages(withBob, (all) => texts(all).includes('four'))
    expect(texts(received)).toEqual(['Hello', ...said, 'four'])
    expect(notices(received)).toEqual([])
    await bob.messages(withAlice, (all) => all.every(({ own, delivery }) => !own || delivery === 'delivered'))
  })
})
