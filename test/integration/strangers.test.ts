import { randomBytes } from 'node:crypto'
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Authority, Person as Sender } from '../../main/core/protocol/fixtures.ts'
import type { AccountBundle } from '../../main/core/protocol/index.ts'
import { RelayHttp } from '../../main/core/relay/http.ts'
import type { RunningRelay } from '../../relay/start.ts'
import { type AccountId, conversationWith, DeviceId, newMessageId } from '../../shared/ids.ts'
import { DeliveryRequestSchema } from '../../shared/relay-api/gen/delivery_pb.js'
import { mediaTypes, routes } from '../../shared/relay-api/index.ts'
import { ContentSchema } from '../../shared/wire/gen/content_pb.js'
import { Person, testRelay, texts } from './person.ts'

const bytes = (text: string) => Buffer.from(text, 'base64url')

/** Whoever can run libsignal: says what it likes, under a certificate of its own making. */
class Outsider {
  readonly authority = new Authority()
  readonly sender: Sender
  readonly #http: RelayHttp
  readonly #to: AccountId
  #bundle: AccountBundle | undefined

  constructor(relay: RunningRelay, to: AccountId, account?: AccountId) {
    this.#to = to
    this.#http = new RelayHttp({ url: relay.url, pin: null })
    const roots = { kind: 'contact', roots: [this.authority.root] } as const
    this.sender = new Sender({ trustRootsOf: () => roots, ...(account === undefined ? {} : { account }) })
    onTestFinished(async () => {
      this.sender.close()
      await this.#http.close()
    })
  }

  get introduction(): MessageInitShape<typeof ContentSchema>['introduction'] {
    return {
      displayName: 'Mallory',
      username: 'mallory',
      relayUrl: 'https://elsewhere.example',
      senderTrustRoot: this.authority.root,
      deliveryToken: randomBytes(32),
    }
  }

  async write(content: MessageInitShape<typeof ContentSchema>): Promise<void> {
    const { protocol, account, identityKey } = this.sender
    this.#bundle ??= await this.#fetchBundle()
    const bundle = this.#bundle
    const id = Buffer.from(newMessageId().replaceAll('-', ''), 'hex')
    const plain = toBinary(ContentSchema, create(ContentSchema, { id, counter: 1n, sentAt: 1n, ...content }))
    const { devices } = await this.sender.commit(async (unit) => {
      if (protocol.needsBundle(unit, this.#to)) await protocol.processBundle(unit, this.#to, bundle)
      const certificate = this.authority.certify(account, identityKey)
      return protocol.seal(unit, this.#to, plain, { certificate, hint: 'resendable' })
    })
    const body = toBinary(
      DeliveryRequestSchema,
      create(DeliveryRequestSchema, { envelopeId: id, devices: [...devices] }),
    )
    await this.#http.call(routes.deliver, { params: { account: this.#to }, bytes: { type: mediaTypes.protobuf, body } })
  }

  async #fetchBundle(): Promise<AccountBundle> {
    const { identityKey, devices } = await this.#http.call(routes.bundles, { params: { account: this.#to } })
    return {
      identityKey: bytes(identityKey),
      devices: devices.map(({ device, registrationId, signed, oneTime, kyber }) => ({
        device: DeviceId.parse(device),
        registrationId,
        signed: { id: signed.id, publicKey: bytes(signed.publicKey), signature: bytes(signed.signature) },
        oneTime: oneTime && { id: oneTime.id, publicKey: bytes(oneTime.publicKey) },
        kyber: { id: kyber.id, publicKey: bytes(kyber.publicKey), signature: bytes(kyber.signature) },
      })),
    }
  }
}

async function victim() {
  const relay = await testRelay()
  const bob = new Person()
  await bob.join(relay, 'bob')
  await bob.online()
  return { relay, bob, account: await bob.accountId() }
}

const text = (value: string) => ({ body: { case: 'text', value: { text: value } } }) as const

describe('a stranger', () => {
  test('M-31 who is dropped leaves no key: nobody can be kept from becoming a contact', async () => {
    const { relay, bob, account } = await victim()
    const carol = new Person()
    await carol.join(relay, 'carol')
    const { link } = await carol.api.contacts.createInvite()
    // In Carol's name, without a word about where to answer: not even a request.
    const outsider = new Outsider(relay, account, await carol.accountId())
    await outsider.write(text('dropped'))
    const other = new Outsider(relay, account)
    await other.write({ ...text('a request'), introduction: other.introduction })
    await bob.conversations((list) => list.length === 1)
    const { conversationId } = await bob.api.contacts.start({ usernameOrInvite: link })
    await bob.api.conversations.sendText({ conversationId, text: 'Hello Carol' })
    await carol.conversations((list) => list.length === 1)
  })

  test('M-17 from a newer version leaves a notice in its place', async () => {
    const { relay, bob, account } = await victim()
    const outsider = new Outsider(relay, account)
    await outsider.write({ ...text('before'), introduction: outsider.introduction })
    // Field 99, which no version knows yet.
    const unknown = [{ no: 99, wireType: 2, data: Buffer.from([3, 1, 2, 3]) }]
    await outsider.write({ introduction: outsider.introduction, $unknown: unknown })
    await bob.conversations((list) => list.length === 1)
    const shown = await bob.messages(conversationWith(outsider.sender.account), (all) => all.length === 2)
    expect(shown.map(({ body }) => body)).toEqual([
      { kind: 'text', text: 'before', ranges: [], quote: null, forwarded: false },
      { kind: 'notice', notice: 'needs-newer-version' },
    ])
  })

  test('M-20 with a clock beyond all dates is shown a date', async () => {
    const { relay, bob, account } = await victim()
    const outsider = new Outsider(relay, account)
    await outsider.write({ ...text('from the future'), sentAt: 2n ** 62n, introduction: outsider.introduction })
    await outsider.write({ ...text('later still'), sentAt: 2n ** 64n - 1n, introduction: outsider.introduction })
    const conversation = conversationWith(outsider.sender.account)
    await bob.conversations((list) => list.length === 1)
    const shown = await bob.messages(conversation, (all) => all.length === 2)
    for (const { sentAt } of shown) expect(new Date(sentAt).toISOString()).toMatch(/Z$/)
  })

  test('M-23 leaves no more than a few messages, of whatever kind', async () => {
    const { relay, bob, account } = await victim()
    const outsider = new Outsider(relay, account)
    await outsider.write({ ...text('first'), introduction: outsider.introduction })
    for (let n = 0; n < 55; n += 1) await outsider.write({ introduction: outsider.introduction })
    await outsider.write({ ...text('last'), introduction: outsider.introduction })
    const conversation = conversationWith(outsider.sender.account)
    const other = new Outsider(relay, account)
    await other.write({ ...text('marker'), introduction: other.introduction })
    await bob.conversations((list) => list.length === 2)
    const shown = await bob.messages(conversation, () => true)
    expect(shown.length).toBeLessThanOrEqual(50)
    expect(texts(shown)[0]).toBe('first')
  })
})
