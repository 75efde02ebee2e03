import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { decodeRelayLink } from '../../shared/invite/index.ts'
import { type Bundles, closeCodes, headers, routes } from '../../shared/relay-api/index.ts'
import { admin } from '../commands/admin/admin.ts'
import { toBase64url } from '../encoding.ts'
import { type RunningRelay, startRelay } from '../start.ts'
import { ask, TestAccount, textOf } from '../testing/client.ts'
import { adminPlace } from './place.ts'

let data: string
let relay: RunningRelay
beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'relay-admin-'))
  relay = await startRelay({ data, logLevel: 'silent', registration: 'token' }, { isAdministered: true })
})
afterEach(async () => {
  await relay.close()
  await rm(data, { recursive: true })
})

async function command(words: string, answer = '', of = data): Promise<string> {
  let said = ''
  const output = new Writable({
    write(piece, _, done) {
      said += piece
      done()
    },
  })
  const input = new PassThrough()
  input.end(`${answer}\n`)
  await admin([...words.split(' '), '--data', of], { input, output })
  return said
}

/** Something that is written. */
const written = (account: TestAccount) => account.ask(routes.putPrekeys, { json: account.prekeys(0) })

const made = (name: string) => TestAccount.make(relay.url, name, relay.registrationToken ?? '')

test('the socket is its owner’s alone', async () => {
  expect((await stat(adminPlace(data))).mode & 0o777).toBe(0o600)
})

test('status and accounts say what there is', async () => {
  const alice = await made('alice')
  await made('bob')
  await alice.deliver('hello')
  const socket = await (await made('carol')).connect()
  const status = await command('status')
  expect(status).toContain(relay.url)
  expect(status).toMatch(/connected +1\n/)
  expect(status).toMatch(/accounts +3 with 3 devices/)
  expect(status).toContain('1 envelopes, 5 B')
  expect(await command('accounts')).toMatch(/^NAME .*\nalice .* 1, 5 B .*\nbob .*\ncarol .*\n$/)
  expect(JSON.parse(await command('accounts AL --json'))).toMatchObject([{ username: 'alice', waitingEnvelopes: 1 }])
  expect(await command('accounts nobody')).toBe('nobody\n')
  await socket.close()
})

test('R-35 who is blocked is closed out and gets in no more, until let in again; what was left then arrives', async () => {
  const alice = await made('alice')
  const socket = await alice.connect()
  expect(await command('block Alice')).toContain('shut out')
  expect(await socket.closed).toBe(closeCodes.unauthorized)
  expect(await alice.ask(routes.countPrekeys)).toMatchObject({ status: 401, body: { code: 'unauthorized' } })
  await expect(alice.authenticate()).rejects.toThrow('unauthorized')
  expect((await alice.deliver('left')).status).toBe(200)
  expect(await command('accounts')).toContain('blocked')
  await command('unblock alice')
  await alice.authenticate()
  const again = await alice.connect()
  expect(await again.envelopes(1)).toHaveLength(1)
  await again.close()
  await expect(command('block nobody')).rejects.toThrow('nobody is called nobody')
})

test('R-41 who has a limit of their own is held to that, and to the relay’s again afterwards', async () => {
  const alice = await made('alice')
  const blob = await alice.createBlob(2, 100_000)
  const put = (n: number) =>
    ask(relay.url, routes.putChunk, {
      params: { id: blob.id, n },
      headers: { [headers.capability]: blob.writeCapability },
      bytes: new Uint8Array(100_000),
    })
  expect(await command('limit Alice 150 KB')).toContain('146.5 KiB may wait for Alice')
  expect(await command('accounts')).toMatch(/alice .* 146\.5 KiB\n/)
  expect((await put(0)).status).toBe(204)
  expect(await put(1)).toMatchObject({ status: 507, body: { code: 'quota-exceeded' } })
  expect(await command('limit alice usual')).toContain('the relay’s own limit')
  expect((await put(1)).status).toBe(204)
  await expect(command('limit alice much')).rejects.toThrow('limit NAME SIZE')
  await expect(command('limit alice')).rejects.toThrow('limit NAME SIZE')
  await expect(command('limit nobody 1GiB')).rejects.toThrow('nobody is called nobody')
})

test('an account is deleted after its name was typed, and no other way', async () => {
  const alice = await made('alice')
  await expect(command('delete alice', 'no')).rejects.toThrow('nothing was deleted')
  expect((await alice.ask(routes.countPrekeys)).status).toBe(200)
  expect(await command('delete alice', 'alice')).toContain('alice is deleted')
  expect((await alice.ask(routes.countPrekeys)).status).toBe(401)
  await made('bob')
  expect(await command('delete bob --yes')).toContain('bob is deleted')
  expect(await command('accounts')).toBe('nobody\n')
})

describe('tokens', () => {
  const tokenIn = (said: string) =>
    decodeRelayLink(/megachat:\/\/\S+/.exec(said)?.[0] ?? '', Date.now()).relay.registrationToken ?? ''

  test('R-36 a link for one is used once, also when its answer was lost; one for two twice; a removed one never', async () => {
    const one = tokenIn(await command('token new --label Alice'))
    const alice = new TestAccount(relay.url, 'alice')
    expect((await alice.register({ registrationToken: one })).status).toBe(204)
    expect((await alice.register({ registrationToken: one })).status).toBe(204)
    const needed = { status: 403, body: { code: 'registration-token-needed' } }
    expect(await new TestAccount(relay.url, 'bob').register({ registrationToken: one })).toMatchObject(needed)

    const two = tokenIn(await command('token new --label School --uses 2 --days 1'))
    expect(await command('tokens')).toMatch(/School +2 +\d{4}-/)
    // A name that is taken spends nothing.
    const taken = await new TestAccount(relay.url, 'alice').register({ registrationToken: two })
    expect(taken).toMatchObject({ status: 409 })
    for (const name of ['bob', 'carol']) {
      expect((await new TestAccount(relay.url, name).register({ registrationToken: two })).status).toBe(204)
    }
    expect(await new TestAccount(relay.url, 'dave').register({ registrationToken: two })).toMatchObject(needed)

    const { id, link } = JSON.parse(await command('token new --json'))
    await command(`token remove ${id}`)
    expect(await new TestAccount(relay.url, 'dave').register({ registrationToken: tokenIn(link) })).toMatchObject(
      needed,
    )
    await expect(command(`token remove ${id}`)).rejects.toThrow(`no token ${id}`)
  })

  test.each([
    ['token new --uses none', /--uses: a number/],
    ['token', /token new/],
    ['block', /block NAME/],
    ['status --nothing', /nothing/],
  ])('"%s" is refused in words', async (words, expected) => {
    await expect(command(words)).rejects.toThrow(expected)
  })
})

test('R-38 a relay goes on from a backup: people and what waited are there, no one-time key is given twice', async () => {
  const alice = await made('alice')
  await alice.ask(routes.putPrekeys, { json: alice.prekeys(3) })
  await alice.createBlob(1)
  await alice.deliver('waits')
  const bundle = async () => {
    const access = { [headers.deliveryToken]: toBase64url(alice.deliveryToken) }
    const answer = await ask<Bundles>(relay.url, routes.bundles, { params: { account: alice.id }, headers: access })
    return answer.body.devices[0]
  }
  expect((await bundle())?.oneTime?.id).toBe(1)
  const folder = path.join(data, 'saved')
  // While others write.
  const [said] = await Promise.all([command(`backup ${folder}`), ...Array.from({ length: 50 }, () => written(alice))])
  expect(said).toContain(folder)
  expect((await stat(path.join(folder, 'relay.sqlite'))).mode & 0o777).toBe(0o600)
  await expect(command(`backup ${folder}`)).rejects.toThrow('is there already')
  expect((await bundle())?.oneTime?.id).toBe(2)
  await made('late')

  const { port } = relay
  await relay.close()
  relay = await startRelay({ data: folder, port, logLevel: 'silent', registration: 'token' }, { isAdministered: true })
  expect((await alice.ask(routes.countPrekeys)).body).toMatchObject({ oneTime: 0, oneTimeKyber: 0, signedId: 1000 })
  expect(await bundle()).toMatchObject({ oneTime: null, kyber: { id: 2000 } })
  const socket = await alice.connect()
  expect((await socket.envelopes(1)).map(textOf)).toEqual(['waits'])
  await socket.close()
  expect(JSON.parse(await command(`accounts --json`, '', folder))).toMatchObject([{ username: 'alice', blobBytes: 0 }])
})

test('a relay in a folder whose path is too long for a socket serves all the same, and the command says why', async () => {
  const long = path.join(data, 'x'.repeat(100))
  const other = await startRelay({ data: long, logLevel: 'silent' }, { isAdministered: true })
  expect((await fetch(`${other.url}/readyz`)).status).toBe(200)
  await expect(command('status', '', long)).rejects.toThrow('too long for a socket')
  await other.close()
})

test('where no relay runs, that is said', async () => {
  await expect(
    admin(['status', '--data', '/nowhere'], { input: new PassThrough(), output: new PassThrough() }),
  ).rejects.toThrow('no relay runs with the data folder /nowhere')
})
