import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CallEvent, CallMedia } from '../../../shared/contract/calls.ts'
import { type AccountId, type CallId, conversationWith, firstDevice, newMessageId } from '../../../shared/ids.ts'
import { Emitter } from '../../../shared/streams/index.ts'
import { ContentSchema } from '../../../shared/wire/gen/content_pb.js'
import type { ContentBody, ContentHandler, Messaging } from '../relay/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { Calls, type CallsDeps } from './calls.ts'
import { accounts, callId, other, type Side } from './line.ts'
import type { CallBody, CallMessage } from './model.ts'
import { writeMessage } from './wire.ts'

/** One side: the service over a real database, and a line to the other side that carries real bytes. */
class Person {
  readonly side: Side
  readonly store: Store
  readonly calls: Calls
  readonly sent: CallBody['type'][] = []
  readonly sentTexts: string[] = []
  readonly enqueued: ContentBody[] = []
  peer: Person | null = null
  accepted = true
  relayOnly = false
  readonly network = new Emitter()
  readonly online = new Emitter()
  now = 0
  #handler: ContentHandler<'call'> | null = null

  constructor(side: Side, folder: string) {
    this.side = side
    this.store = openStore({
      file: join(folder, `${side}.db`),
      key: new Uint8Array(32).fill(7),
      migrations: [
        { room: 'history', version: 1, sql: 'CREATE TABLE history (call TEXT PRIMARY KEY, outcome TEXT) STRICT' },
      ],
    })
    const messaging: CallsDeps['messaging'] = {
      handle: ((_kind: 'call', handler: ContentHandler<'call'>) => {
        this.#handler = handler
      }) as Messaging['handle'],
      enqueue: (_tx, _to, body) => {
        this.enqueued.push(body)
        return newMessageId()
      },
      sendEphemeral: async (_to, body) => {
        const bytes = toBinary(ContentSchema, create(ContentSchema, { body }))
        this.sentTexts.push(Buffer.from(bytes).toString('latin1'))
        if (body.case === 'call') this.sent.push(body.value.body.case ?? 'none')
        await Promise.resolve()
        this.peer?.hear(accounts[this.side], bytes, true)
        return { online: this.peer !== null }
      },
    }
    this.calls = new Calls({
      store: this.store,
      messaging,
      contactOf: (conversation) =>
        conversation === conversationWith(accounts[other(side)])
          ? { account: accounts[other(side)], name: other(side), accepted: this.accepted, hindrance: null }
          : null,
      record: (tx, { id, outcome }) => {
        tx.db.prepare('INSERT OR IGNORE INTO history VALUES (?, ?)').run(id, outcome)
      },
      iceServers: async () => [{ urls: ['turn:relay.example.org'] }],
      relayOnly: () => this.relayOnly,
      onNetworkChanged: this.network.on,
      onOnline: this.online.on,
      log: pino({ level: 'silent' }),
      now: () => this.now,
    })
  }

  hear(account: AccountId, bytes: Uint8Array, ephemeral: boolean): void {
    const { body } = fromBinary(ContentSchema, bytes)
    if (body.case !== 'call') throw new Error('not a call')
    const { value } = body
    this.store.transaction((tx) =>
      this.#handler?.(
        tx,
        { account, device: firstDevice },
        {
          id: newMessageId(),
          counter: 1n,
          sentAt: 5,
          receivedAt: null,
          ephemeral,
          accepted: this.accepted,
          expiresAfter: null,
          body: value,
        },
      ),
    )
  }

  says(message: Partial<CallMessage> & { body: CallBody }, ephemeral = true): void {
    const value = writeMessage({ callId: callId(1), received: 0, signals: [], ...message })
    const bytes = toBinary(ContentSchema, create(ContentSchema, { body: { case: 'call', value } }))
    this.peer?.hear(accounts[this.side], bytes, ephemeral)
  }

  history(): unknown[] {
    return this.store.db.prepare('SELECT outcome FROM history').pluck().all()
  }
}

/** The events of a watcher until `until` holds for one of them. */
async function eventsUntil(person: Person, until: (event: CallEvent) => boolean): Promise<CallEvent[]> {
  const events: CallEvent[] = []
  for await (const event of person.calls.watch()) {
    events.push(event)
    if (until(event)) break
  }
  return events
}

const inPhase = (phase: string) => (event: CallEvent) => event.type === 'calls' && event.calls.at(-1)?.phase === phase
const isSignal = (event: CallEvent) => event.type === 'signal'
const conversation = conversationWith(accounts.bob)
const codeOf = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    return (error as { code?: string }).code
  }
  return null
}

let folder: string
let alice: Person
let bob: Person

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'calls-'))
  alice = new Person('alice', folder)
  bob = new Person('bob', folder)
  alice.peer = bob
  bob.peer = alice
})
afterEach(async () => {
  for (const { calls, store } of [alice, bob]) {
    await calls.close()
    store.close()
  }
  rmSync(folder, { recursive: true })
})

/** Alice calls, and it rings at Bob's. */
async function ring(media: CallMedia = 'voice'): Promise<CallId> {
  const id = alice.calls.start(conversation, media)
  await eventsUntil(bob, inPhase('ringing'))
  return id
}

describe('a call between two services', () => {
  it('rings, connects, ends, and stands in both histories', async () => {
    const id = alice.calls.start(conversation, 'video')
    const rung = (await eventsUntil(bob, inPhase('ringing'))).at(-1)
    expect(rung).toMatchObject({ calls: [{ id, name: 'alice', direction: 'incoming', media: 'video' }] })
    await eventsUntil(alice, inPhase('ringing'))
    bob.calls.accept(id, 'video')
    await eventsUntil(alice, inPhase('connecting'))
    alice.calls.reportMedia(id, 'connected')
    bob.calls.reportMedia(id, 'connected')
    alice.calls.end(id)
    const end = (await eventsUntil(bob, inPhase('ended'))).at(-1)
    expect(end).toMatchObject({ calls: [{ end: 'hung-up' }] })
    expect([alice.history(), bob.history()]).toEqual([['answered'], ['answered']])
  })

  it('C-8 no candidate leaves before the call is accepted', async () => {
    const id = alice.calls.start(conversation, 'voice')
    await eventsUntil(bob, inPhase('ringing'))
    alice.calls.signal(id, {
      type: 'description',
      kind: 'offer',
      sdp: 'v=0\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host',
    })
    alice.calls.signal(id, { type: 'candidates', candidates: ['{"candidate":"192.0.2.1"}'] })
    bob.calls.signal(id, { type: 'candidates', candidates: ['{"candidate":"198.51.100.1"}'] })
    await eventsUntil(bob, isSignal)
    const sent = () => alice.sentTexts.concat(bob.sentTexts).join()
    expect(sent()).not.toMatch(/192\.0\.2\.1|198\.51\.100\.1/)
    bob.calls.accept(id, 'voice')
    await eventsUntil(alice, inPhase('connecting'))
    expect(alice.sentTexts.join()).toContain('192.0.2.1')
    expect(bob.sentTexts.join()).toContain('198.51.100.1')
  })

  it('C-17 "always through the relay": nothing but relayed candidates leaves', async () => {
    alice.relayOnly = true
    const id = await ring()
    bob.calls.accept(id, 'voice')
    await eventsUntil(alice, inPhase('connecting'))
    alice.calls.signal(id, {
      type: 'candidates',
      candidates: [
        '{"candidate":"candidate:1 1 udp 1 192.0.2.1 9 typ host"}',
        '{"candidate":"candidate:1 1 udp 1 203.0.113.1 9 typ relay raddr 192.0.2.1 rport 9"}',
      ],
    })
    expect(alice.sentTexts.join()).toContain('203.0.113.1')
    expect(alice.sentTexts.join()).not.toContain('192.0.2.1')
    expect(await alice.calls.iceConfiguration(id)).toEqual({
      servers: [{ urls: ['turn:relay.example.org'] }],
      relayOnly: true,
    })
  })

  it('a window that opens while it rings hears what was said before', async () => {
    const id = alice.calls.start(conversation, 'voice')
    alice.calls.signal(id, { type: 'description', kind: 'offer', sdp: 'v=0' })
    await eventsUntil(bob, isSignal)
    const late = await eventsUntil(bob, isSignal)
    expect(late.map(({ type }) => type)).toEqual(['calls', 'signal'])
  })

  it('leaves one durable word when nobody answers', () => {
    alice.peer = null
    const id = alice.calls.start(conversation, 'voice')
    alice.calls.end(id)
    expect(alice.enqueued.map((body) => body.case === 'call' && body.value.body.case)).toEqual(['missed'])
    expect(alice.history()).toEqual(['no-answer'])
  })

  it('hangs up when the profile closes', async () => {
    const id = await ring()
    bob.calls.accept(id, 'voice')
    await eventsUntil(alice, inPhase('connecting'))
    await alice.calls.close()
    const end = (await eventsUntil(bob, inPhase('ended'))).at(-1)
    expect(end).toMatchObject({ calls: [{ end: 'hung-up' }] })
  })
})

describe('refusals', () => {
  it('C-14 only contacts that have accepted each other', () => {
    expect(codeOf(() => alice.calls.start(conversationWith(accounts.alice), 'voice'))).toBe('contact-unknown')
    alice.accepted = false
    expect(codeOf(() => alice.calls.start(conversation, 'voice'))).toBe('call-unavailable')
    bob.says({ body: { type: 'offer', media: 'voice' } })
    bob.says({ body: { type: 'missed', media: 'voice' } }, false)
    expect(alice.sent).toEqual([])
    expect(alice.history()).toEqual([])
  })

  it('one call at a time, and none that is over', () => {
    const id = alice.calls.start(conversation, 'voice')
    expect(codeOf(() => alice.calls.start(conversation, 'voice'))).toBe('call-busy')
    alice.calls.end(id)
    for (const wish of [
      () => alice.calls.end(id),
      () => alice.calls.accept(id, 'voice'),
      () => alice.calls.decline(id),
    ]) {
      expect(codeOf(wish)).toBe('call-ended')
    }
  })

  it('C-15 a stored offer does not ring, and an ephemeral "missed" counts for nothing', () => {
    bob.says({ body: { type: 'offer', media: 'voice' } }, false)
    bob.says({ body: { type: 'missed', media: 'voice' } }, true)
    expect(alice.sent).toEqual([])
    expect(alice.history()).toEqual([])
  })

  it('the durable word is shown once, and not for a call that was seen', () => {
    bob.says({ callId: callId(4), body: { type: 'missed', media: 'voice' } }, false)
    bob.says({ callId: callId(4), body: { type: 'missed', media: 'voice' } }, false)
    expect(alice.history()).toEqual(['missed'])
  })
})

it('who is in a call is told that this computer is at another address', async () => {
  const id = await ring()
  const told = await eventsUntil(alice, ({ type }) => {
    // Once the stream is open.
    if (type === 'calls') queueMicrotask(() => alice.network.emit())
    return type === 'network-changed'
  })
  expect(told).toContainEqual({ type: 'network-changed', callId: id })
})

describe('C-16 floods', () => {
  it('a thousand offers of one call in a second make some dozens of answers', () => {
    for (let i = 0; i < 1_000; i++) {
      alice.now = i
      bob.says({ body: { type: 'offer', media: 'voice' } })
    }
    expect(alice.sent.length).toBeLessThan(100)
  })

  it('a thousand calls in a second make a handful of entries', async () => {
    const id = await ring()
    bob.calls.accept(id, 'voice')
    await eventsUntil(alice, inPhase('connecting'))
    const before = alice.sent.length
    for (let i = 0; i < 1_000; i++) {
      alice.now = i
      bob.says({ callId: callId(100 + i), body: { type: 'offer', media: 'voice' } })
      bob.says({ callId: callId(5_000 + i), body: { type: 'hangup', reason: 'ended' } })
    }
    expect(alice.sent.length - before).toBeLessThan(20)
    expect(alice.history().length).toBeLessThan(20)
  })

  it('a stream of durable words has an end', () => {
    for (let i = 0; i < 1_000; i++) bob.says({ callId: callId(i + 1), body: { type: 'missed', media: 'voice' } }, false)
    expect(alice.history().length).toBeLessThanOrEqual(100)
  })
})
