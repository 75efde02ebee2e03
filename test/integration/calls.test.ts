/** Calls between two real cores over a real relay; the peer connections are left out, their signals are stand-in texts. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Call, CallEvent, Message } from '../../shared/contract/index.ts'
import type { ConversationId } from '../../shared/ids.ts'
import {
  becomeContacts,
  type CorePerson,
  createAccount,
  followTimeline,
  openCorePerson,
} from '../fixtures/core-person.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import type { Program } from '../fixtures/process.ts'
import { type RelayReady, startRelay } from '../fixtures/relay.ts'

/** The events of one side, kept from the start; waits for what comes later. */
class Ear {
  readonly events: CallEvent[] = []
  readonly #end = new AbortController()
  #heard: () => void = () => {}

  constructor(person: CorePerson) {
    void this.#listen(person)
  }

  async #listen({ core }: CorePerson): Promise<void> {
    try {
      for await (const event of await core.calls.watch(undefined, { signal: this.#end.signal })) {
        this.events.push(event)
        this.#heard()
      }
    } catch (error) {
      if (!this.#end.signal.aborted) throw error
    }
  }

  async until<T>(find: (events: readonly CallEvent[]) => T | undefined): Promise<T> {
    for (;;) {
      const found = find(this.events)
      if (found !== undefined) return found
      await new Promise<void>((resolve) => {
        this.#heard = resolve
      })
    }
  }

  /** The call in this phase; only what came after the last one counts. */
  async phase(phase: Call['phase']): Promise<Call> {
    return this.until((events) => {
      const last = events.findLast((event) => event.type === 'calls')?.calls.at(-1)
      return last?.phase === phase ? last : undefined
    })
  }

  signals(): string[] {
    return this.events.flatMap((event) => {
      if (event.type !== 'signal') return []
      if (event.signal.type === 'candidates') return event.signal.candidates
      return event.signal.type === 'description' ? [event.signal.sdp] : []
    })
  }

  close(): void {
    this.#end.abort()
  }
}

/** The first call in the history that `fits`. */
async function whenCall(
  person: CorePerson,
  conversation: ConversationId,
  fits: (body: Extract<Message['body'], { kind: 'call' }>) => boolean,
): Promise<Message> {
  const found = new AbortController()
  let entry: Message | undefined
  await followTimeline(
    person,
    conversation,
    (message) => {
      if (message.body.kind !== 'call' || !fits(message.body)) return
      entry ??= message
      found.abort()
    },
    found.signal,
  )
  if (entry === undefined) throw new Error('the timeline ended')
  return entry
}

let folder: ReturnType<typeof temporaryFolder>
let relay: Program<RelayReady>
let alice: CorePerson
let bob: CorePerson
let ofAlice: ConversationId
let ofBob: ConversationId
let ears: Ear[]

/** Opens a profile that has an account, and waits until it is open. */
async function openAgain(name: string): Promise<CorePerson> {
  const person = await openCorePerson(`${folder.path}/${name}`)
  for await (const { state } of await person.core.profile.watch()) if (state === 'open') return person
  throw new Error('the profile did not open')
}

const listen = (person: CorePerson) => {
  const ear = new Ear(person)
  ears.push(ear)
  return ear
}

beforeEach(async () => {
  folder = temporaryFolder('calls')
  ears = []
  relay = await startRelay(`${folder.path}/relay`)
  ;[alice, bob] = await Promise.all([openCorePerson(`${folder.path}/alice`), openCorePerson(`${folder.path}/bob`)])
  await createAccount(alice, relay.ready.url, 'Alice')
  await createAccount(bob, relay.ready.url, 'Bob')
  ;({ ofAlice, ofBob } = await becomeContacts([alice, bob], 'alice'))
})
afterEach(async () => {
  for (const ear of ears) ear.close()
  await Promise.all([alice.close(), bob.close()])
  await relay.stop()
  folder.remove()
})

describe('calls over a real relay', () => {
  it('C-1, C-8, C-9: ring, connect, signal, end, and stand in both histories', async () => {
    const [a, b] = [listen(alice), listen(bob)]
    const { callId } = await alice.core.calls.start({ conversationId: ofAlice, media: 'video' })
    await alice.core.calls.signal({
      callId,
      signal: { type: 'description', kind: 'offer', sdp: 'v=0\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host' },
    })
    await alice.core.calls.signal({ callId, signal: { type: 'candidates', candidates: ['first', 'second'] } })
    expect(await b.phase('ringing')).toMatchObject({ id: callId, name: 'Alice', media: 'video', conversationId: ofBob })
    await a.phase('ringing')
    await b.until(() => b.signals()[0])
    expect(b.signals()).toEqual(['v=0'])
    await bob.core.calls.signal({ callId, signal: { type: 'candidates', candidates: ['third'] } })
    await bob.core.calls.accept({ callId, media: 'video' })
    await a.phase('connecting')
    await b.until(() => b.signals()[2])
    await a.until(() => a.signals()[0])
    expect([a.signals(), b.signals()]).toEqual([['third'], ['v=0', 'first', 'second']])
    expect(await alice.core.calls.iceConfiguration({ callId })).toEqual({ servers: [], relayOnly: false })

    for (const { core } of [alice, bob]) await core.calls.reportMedia({ callId, state: 'connected' })
    await Promise.all([a.phase('active'), b.phase('active')])
    await bob.core.calls.setDevices({ callId, microphone: false, camera: true, screen: true, recording: true })
    await a.until(() =>
      a.events.findLast((event) => event.type === 'calls' && event.calls[0]?.remote.microphone === false),
    )
    await bob.core.calls.end({ callId })
    expect((await a.phase('ended')).end).toBe('hung-up')
    for (const [person, conversation] of [
      [alice, ofAlice],
      [bob, ofBob],
    ] as const) {
      const entry = await whenCall(person, conversation, () => true)
      expect(entry).toMatchObject({ own: person === alice, body: { outcome: 'answered', media: 'video' } })
    }
  })

  it('C-2, C-3: who was away finds the call that they missed', async () => {
    await bob.close()
    const { callId } = await alice.core.calls.start({ conversationId: ofAlice, media: 'voice' })
    await alice.core.calls.end({ callId })
    expect(await whenCall(alice, ofAlice, () => true)).toMatchObject({ body: { outcome: 'no-answer' } })
    bob = await openAgain('bob')
    expect(await whenCall(bob, ofBob, () => true)).toMatchObject({ own: false, body: { outcome: 'missed', callId } })
  })

  it('C-7: both call each other at the same moment and talk', async () => {
    const [a, b] = [listen(alice), listen(bob)]
    await Promise.all([
      alice.core.calls.start({ conversationId: ofAlice, media: 'voice' }),
      bob.core.calls.start({ conversationId: ofBob, media: 'voice' }),
    ])
    const [here, there] = await Promise.all([a.phase('connecting'), b.phase('connecting')])
    expect(here.id).toBe(there.id)
    expect(new Set([here.direction, there.direction])).toEqual(new Set(['incoming', 'outgoing']))
  })

  it('a core that closes in a call hangs up, and knows nothing of it afterwards', async () => {
    const [a, b] = [listen(alice), listen(bob)]
    const { callId } = await alice.core.calls.start({ conversationId: ofAlice, media: 'voice' })
    await b.phase('ringing')
    await bob.core.calls.accept({ callId, media: 'voice' })
    await a.phase('connecting')
    await bob.close()
    expect((await a.phase('ended')).end).toBe('hung-up')
    bob = await openAgain('bob')
    const again = listen(bob)
    await again.until((events) => events.find(({ type }) => type === 'calls'))
    expect(again.events).toEqual([{ type: 'calls', calls: [] }])
  })

  it('declined: on both sides, and no missed call', async () => {
    const [a, b] = [listen(alice), listen(bob)]
    const { callId } = await alice.core.calls.start({ conversationId: ofAlice, media: 'voice' })
    await b.phase('ringing')
    await bob.core.calls.decline({ callId })
    expect((await a.phase('ended')).end).toBe('declined')
    for (const [person, conversation] of [
      [alice, ofAlice],
      [bob, ofBob],
    ] as const) {
      expect(await whenCall(person, conversation, () => true)).toMatchObject({ body: { outcome: 'declined' } })
    }
  })
})
