import { randomBytes } from 'node:crypto'
import { IdentityKeyPair } from '@signalapp/libsignal-client'
import { describe, expect, test } from 'vitest'
import { Authority, Person as Forger } from '../../main/core/protocol/fixtures.ts'
import type { AccountBundle } from '../../main/core/protocol/index.ts'
import { Delivery } from '../../main/core/relay/delivery.ts'
import { Relays } from '../../main/core/relay/index.ts'
import type { Message } from '../../shared/contract/index.ts'
import { type AccountId, conversationWith } from '../../shared/ids.ts'
import {
  type Answer,
  accepted,
  bundleOf,
  type Call,
  envelopeIn,
  HostileProxy,
  mailboxOf,
  withEnvelope,
} from './hostile-proxy.ts'
import { firstOf, Person, testRelay, texts, twoContacts } from './person.ts'

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
const newEnvelopeId = () =>
  Buffer.from(`${Date.now().toString(16).padStart(12, '0')}7${randomBytes(10).toString('hex').slice(1)}`, 'hex')
const lines = (messages: readonly Message[]): string[] =>
  messages.flatMap(({ body }) => (body.kind === 'text' ? [body.text] : body.kind === 'notice' ? [body.notice] : []))

async function hostileRelay() {
  const proxy = await HostileProxy.start()
  const relay = await testRelay({ hosts: [proxy.host] })
  proxy.leadsTo(relay.port)
  return { proxy, relay, url: `http://${proxy.host}` }
}

const underNewId = (call: Call): Call =>
  withEnvelope(call, (envelope) => {
    envelope.envelopeId = newEnvelopeId()
  })

/** A bundle as the relay gives it out, of somebody whom it has made up. */
function bundleJson({ identityKey, devices }: AccountBundle): Answer {
  const body = {
    identityKey: base64url(identityKey),
    devices: devices.map(({ device, registrationId, signed, oneTime, kyber }) => ({
      device,
      registrationId,
      signed: { id: signed.id, publicKey: base64url(signed.publicKey), signature: base64url(signed.signature) },
      oneTime: oneTime && { id: oneTime.id, publicKey: base64url(oneTime.publicKey) },
      kyber: { id: kyber.id, publicKey: base64url(kyber.publicKey), signature: base64url(kyber.signature) },
    })),
  }
  return { status: 200, body: Buffer.from(JSON.stringify(body)) }
}

/** Pretends to be an account: the same id with a key of its own. */
const impostor = (account: AccountId) => {
  const authority = new Authority()
  const roots = { kind: 'contact', roots: [authority.root] } as const
  return { authority, forger: new Forger({ trustRootsOf: () => roots, account, identity: IdentityKeyPair.generate() }) }
}

describe('a relay that swaps keys', () => {
  test('M-42 gets nothing of what is for a verified contact, and the user sees why', async () => {
    const { proxy, url } = await hostileRelay()
    const [alice, bob] = [new Person(), new Person()]
    await Promise.all([alice.join(url, 'alice'), bob.join(url, 'bob')])
    const { link } = await bob.api.contacts.createInvite()
    const { forger } = impostor(await bob.accountId())
    const bundle = bundleJson(forger.bundle())
    proxy.meddle = (call, pass) => (bundleOf(call) === null ? pass(call) : Promise.resolve(bundle))
    const { conversationId } = await alice.api.contacts.start({ usernameOrInvite: link })
    await alice.api.conversations.sendText({ conversationId, text: 'for Bob alone' })
    const shown = await alice.messages(conversationId, (all) => all[0]?.error != null)
    expect(shown[0]).toMatchObject({ delivery: 'waiting', error: { code: 'identity-changed' } })
    expect(lines(shown)).toEqual(['for Bob alone', 'identity-changed'])
    expect(proxy.calls.filter((call) => mailboxOf(call) !== null)).toEqual([])
    forger.close()
  })

  test('M-40 is seen by whoever never verified the contact', async () => {
    const { proxy, url } = await hostileRelay()
    const [alice, bob] = [new Person(), new Person()]
    await Promise.all([alice.join(url, 'alice'), bob.join(url, 'bob')])
    const { forger } = impostor(await bob.accountId())
    const bundle = bundleJson(forger.bundle())
    const { conversationId } = await alice.api.contacts.start({ usernameOrInvite: 'bob' })
    proxy.meddle = async (call, pass) => {
      if (bundleOf(call) !== null) return bundle
      return mailboxOf(call) === null ? pass(call) : accepted
    }
    await alice.api.conversations.sendText({ conversationId, text: 'Hello?' })
    const shown = await alice.messages(conversationId, (all) => all[0]?.delivery === 'sent')
    expect(lines(shown)).toEqual(['Hello?', 'identity-changed'])
    forger.close()
  })

  test('or gives out the bundle of another account, gives out a changed identity', async () => {
    const { proxy, url } = await hostileRelay()
    const [alice, bob, carol] = [new Person(), new Person(), new Person()]
    await Promise.all([alice.join(url, 'alice'), bob.join(url, 'bob'), carol.join(url, 'carol')])
    const [{ link }, ofBob, ofCarol] = [
      await bob.api.contacts.createInvite(),
      await bob.accountId(),
      await carol.accountId(),
    ]
    // Everything that is for Bob goes to Carol, without the token that is Bob's.
    proxy.meddle = (call, pass) => {
      const headers = { ...call.headers, 'megachat-request-token': undefined }
      return pass(call.path.includes(ofBob) ? { ...call, path: call.path.replace(ofBob, ofCarol), headers } : call)
    }
    const { conversationId } = await alice.api.contacts.start({ usernameOrInvite: link })
    await alice.api.conversations.sendText({ conversationId, text: 'for Bob alone' })
    await alice.messages(conversationId, (all) => lines(all).includes('identity-changed') && all[0]?.error != null)
    expect(await carol.conversations(() => true)).toEqual([])
  })

  test('or breaks the signatures in a bundle, keeps a message from leaving and changes nothing', async () => {
    const { proxy, url } = await hostileRelay()
    const [alice, bob] = [new Person(), new Person()]
    await Promise.all([alice.join(url, 'alice'), bob.join(url, 'bob')])
    const { conversationId } = await alice.api.contacts.start({ usernameOrInvite: 'bob' })
    let broken = true
    proxy.meddle = async (call, pass) => {
      const answer = await pass(call)
      if (bundleOf(call) === null || !broken) return answer
      const json = JSON.parse(answer.body.toString()) as { devices: { signed: { publicKey: string } }[] }
      for (const { signed } of json.devices)
        signed.publicKey = base64url(Buffer.concat([Buffer.from([5]), randomBytes(32)]))
      return { ...answer, body: Buffer.from(JSON.stringify(json)) }
    }
    await alice.api.conversations.sendText({ conversationId, text: 'patient' })
    const waiting = await alice.messages(conversationId, (all) => all[0]?.error != null)
    expect(waiting).toMatchObject([{ delivery: 'waiting', error: { code: 'relay-refused' } }])
    broken = false
    await bob.conversations((list) => list.length === 1)
    expect(lines(await alice.messages(conversationId, ([first]) => first?.delivery === 'sent'))).toEqual(['patient'])
  })
})

describe('a relay that meddles with envelopes', () => {
  test('drops, doubles and reorders them: nothing is shown twice or out of order, and what is lost is not said to have arrived', async () => {
    const { proxy, url } = await hostileRelay()
    const { alice, bob, withBob, withAlice } = await twoContacts({ url })
    const ofBob = await bob.accountId()
    const seen: Call[] = []
    let held: Call | null = null
    proxy.meddle = async (call, pass) => {
      if (mailboxOf(call) !== ofBob || envelopeIn(call).ephemeral) return pass(call)
      seen.push(call)
      const n = seen.length
      // The seventh is dropped. The third is kept back until the fifth has gone; each second one goes twice, once in an envelope of another id.
      if (n === 3) {
        held = call
        return accepted
      }
      if (n === 7) return accepted
      const answer = await pass(call)
      if (n % 2 === 0) await pass(underNewId(call))
      if (n === 5 && held !== null) await pass(held)
      return answer
    }
    const said = Array.from({ length: 8 }, (_, n) => `message ${n}`)
    for (const text of said) {
      await alice.api.conversations.sendText({ conversationId: withBob, text })
      await alice.messages(withBob, (all) => all.at(-1)?.delivery !== 'waiting')
    }
    // What was dropped is never said to have arrived.
    const sent = await alice.messages(withBob, (all) => all.filter(({ delivery }) => delivery === 'sent').length === 1)
    expect(texts(sent.filter(({ delivery }) => delivery === 'sent'))).toEqual(['message 6'])
    await bob.messages(withAlice, (all) => texts(all).length === 8)
    // Everything once more, in the wrong order, as it was and under other ids.
    for (const call of seen.toReversed()) {
      await proxy.pass(call)
      await proxy.pass(underNewId(call))
    }
    await bob.api.conversations.sendText({ conversationId: withAlice, text: 'done?' })
    await alice.messages(withBob, (all) => texts(all).includes('done?'))
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'done' })
    const shown = await bob.messages(withAlice, (all) => texts(all).includes('done'))
    expect(lines(shown).filter((line) => line !== 'done?')).toEqual(['Hello', ...said, 'done'])
  })

  test('invents envelopes and hands on those of others: none is shown', async () => {
    const { proxy, relay, url } = await hostileRelay()
    const { alice, bob, withBob, withAlice } = await twoContacts({ url })
    const [ofAlice, ofBob] = [await alice.accountId(), await bob.accountId()]
    const carol = new Person()
    await carol.join(url, 'carol')
    const ofCarol = await carol.accountId()
    const seen: Call[] = []
    proxy.meddle = (call, pass) => {
      if (mailboxOf(call) === ofBob) seen.push(call)
      return pass(call)
    }
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'for Bob' })
    await bob.messages(withAlice, (all) => texts(all).includes('for Bob'))
    const [real] = seen
    if (real === undefined) throw new Error('nothing was delivered')

    // The same to Carol, and back to Alice.
    const registrationOf = async (account: string) => {
      const call = {
        method: 'POST',
        path: `/v1/bundles/${account}`,
        headers: { host: proxy.host },
        body: Buffer.alloc(0),
      }
      const { body } = await proxy.pass(call)
      return (JSON.parse(body.toString()) as { devices: { registrationId: number }[] }).devices[0]?.registrationId ?? 0
    }
    const to = async (account: string, ciphertext?: Uint8Array) => {
      const registrationId = await registrationOf(account)
      const call = withEnvelope(real, (envelope) => {
        envelope.envelopeId = newEnvelopeId()
        for (const device of envelope.devices) {
          device.registrationId = registrationId
          if (ciphertext !== undefined) device.ciphertext = Uint8Array.from(ciphertext)
        }
      })
      const anonymous = { ...call.headers, 'megachat-delivery-token': undefined }
      const { status } = await proxy.pass({ ...call, headers: anonymous, path: `/v1/mailboxes/${account}` })
      expect(status).toBe(200)
    }
    await to(ofCarol)
    await to(ofAlice)
    // A flipped bit, nonsense, and a message in Alice's name under a certificate that the relay's root has not signed.
    const bytes = Buffer.from(envelopeIn(real).devices[0]?.ciphertext ?? [])
    const flipped = Buffer.from(bytes)
    flipped[flipped.length - 20] = (flipped[flipped.length - 20] ?? 0) ^ 1
    await to(ofBob, flipped)
    await to(ofBob, randomBytes(300))
    const { authority, forger } = impostor(ofAlice)
    const bundle = await fetchBundle(relay.url, ofBob)
    const certificate = authority.certify(ofAlice, forger.identityKey)
    const forged = await forger.commit(async (unit) => {
      await forger.protocol.processBundle(unit, ofBob, bundle)
      return forger.protocol.seal(unit, ofBob, Buffer.from('forged'), { certificate, hint: 'resendable' })
    })
    await to(ofBob, forged.devices[0]?.ciphertext)
    forger.close()

    await alice.api.conversations.sendText({ conversationId: withBob, text: 'the end' })
    const shown = await bob.messages(withAlice, (all) => texts(all).includes('the end'))
    expect(lines(shown)).toEqual(['Hello', 'for Bob', 'the end'])
    await bob.api.conversations.sendText({ conversationId: withAlice, text: 'understood' })
    expect(lines(await alice.messages(withBob, (all) => texts(all).includes('understood')))).toEqual([
      ...['Hello', 'for Bob', 'the end', 'understood'],
    ])
    expect(await carol.conversations(() => true)).toEqual([])
    await firstOf(await bob.api.contacts.watch(), ([contact]) => contact?.identityChanged === false)
  })

  test('gives out a certificate of somebody else: nobody believes it', async () => {
    const { proxy, url } = await hostileRelay()
    const { alice, bob, withBob, withAlice } = await twoContacts({ url })
    const carol = new Person()
    await carol.join(url, 'carol')
    let ofCarol: Answer | null = null
    proxy.meddle = async (call, pass) => {
      const answer = await pass(call)
      if (call.path !== '/v1/sender-certificate') return answer
      ofCarol ??= answer
      return ofCarol
    }
    await carol.close()
    await carol.open()
    const { link } = await bob.api.contacts.createInvite()
    const { conversationId } = await carol.api.contacts.start({ usernameOrInvite: link })
    await carol.api.conversations.sendText({ conversationId, text: 'from Carol' })
    await bob.conversations((list) => list.length === 2)
    // Alice, who asks for hers, gets Carol's: what she writes in it is not Carol's either.
    await alice.close()
    await alice.open()
    await alice.api.conversations.sendText({ conversationId: withBob, text: 'in whose name?' })
    await alice.messages(withBob, (all) => all[1]?.delivery === 'sent' || all[1]?.error != null)
    await carol.api.conversations.sendText({ conversationId, text: 'the end' })
    const withCarol = conversationWith(await carol.accountId())
    const ofRequest = await bob.messages(withCarol, (all) => texts(all).includes('the end'))
    expect(texts(ofRequest)).toEqual(['from Carol', 'the end'])
    expect(texts(await bob.messages(withAlice, () => true))).not.toContain('in whose name?')
  })
})

async function fetchBundle(url: string, account: AccountId): Promise<AccountBundle> {
  const relays = new Relays(async () => null)
  const peer = { relay: { url, pin: null }, access: { kind: 'open' }, introduce: false, accepted: true } as const
  const rest = { identityFingerprint: null, blocked: false, unconfirmed: false, asksIntroduction: false }
  try {
    return await new Delivery(relays).bundles(account, { ...peer, ...rest })
  } finally {
    await relays.close()
  }
}
