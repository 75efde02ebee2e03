import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { loadIdentity } from '../../main/core/identity/index.ts'
import { startTestRelay } from '../../relay/testing/relay.ts'
import { resolveToken } from '../fixtures/path-token.ts'
import type { Person } from './person.ts'
import { withDatabase } from './reinstall.ts'
import { fileOf, mib, moving, offer, transfer, twoPeople, whenState } from './transfers.ts'

/** Everything by which somebody could be recognised, in every form it could lie around in. */
async function tracesOf(person: Person): Promise<{ name: string; bytes: Buffer }[]> {
  return withDatabase(person, ({ db }) => {
    const identity = loadIdentity(db)
    if (identity === null) throw new Error('no account')
    const { id, username, displayName } = identity.account
    const { deliveryToken, identityKey } = identity
    const authKey = Buffer.from(identity.registration().device.authKey, 'base64url')
    const raw = {
      'account id': Buffer.from(id.replaceAll('-', ''), 'hex'),
      'identity key': Buffer.from(identityKey),
      'device key': authKey,
      'delivery token': Buffer.from(deliveryToken),
      'hash of the delivery token': createHash('sha256').update(deliveryToken).digest(),
    }
    const words = { 'account id as text': id, username, 'display name': displayName }
    return [
      ...Object.entries(raw).flatMap(([name, bytes]) => [
        { name, bytes },
        { name: `${name}, base64url`, bytes: Buffer.from(bytes.toString('base64url')) },
        { name: `${name}, hex`, bytes: Buffer.from(bytes.toString('hex')) },
      ]),
      ...Object.entries(words).map(([name, word]) => ({ name, bytes: Buffer.from(word) })),
    ]
  })
}

type Row = Record<string, string | number | bigint | Buffer | null>

/** Every row of the relay, by the account that leads it. */
function rowsOf(data: string): { table: string; account: string; content: Buffer }[] {
  const file = readdirSync(data).find((name) => /\.(db|sqlite)$/u.test(name))
  const db = new Database(path.join(data, file ?? ''), { readonly: true })
  try {
    const sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    return db
      .prepare<[], { name: string }>(sql)
      .all()
      .flatMap(({ name: table }) =>
        db
          .prepare<[], Row>(`SELECT * FROM "${table}"`)
          .all()
          .map(({ account, ...rest }) => {
            const values = Object.values(rest).map((value) =>
              Buffer.isBuffer(value) ? value : Buffer.from(`${value}`),
            )
            return {
              table,
              account: String(account),
              content: Buffer.concat(values.flatMap((each) => [each, Buffer.of(0)])),
            }
          }),
      )
  } finally {
    db.close()
  }
}

const columnsOf = (data: string, table: string): string[] => {
  const file = readdirSync(data).find((name) => /\.(db|sqlite)$/u.test(name))
  const db = new Database(path.join(data, file ?? ''), { readonly: true })
  try {
    return (db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name)
  } finally {
    db.close()
  }
}

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))

test('P-1, R-29 after texts, receipts, files and calls the relay holds no trace of who wrote', async () => {
  const relay = await startTestRelay({ logLevel: 'debug' })
  onTestFinished(() => relay.dispose())
  const { alice, bob, withBob, withAlice } = await twoPeople({ url: relay.url }, { resolvePath: resolveToken })
  await bob.api.conversations.sendText({ conversationId: withAlice, text: 'and hello to you' })
  await alice.messages(withBob, (all) => all.length === 2)
  const whole = await offer(alice, bob, withBob, fileOf(mib, 'letter.pdf'))
  await bob.api.transfers.accept({ transferId: whole })
  await whenState(alice, whole, 'done')
  await alice.api.calls.start({ conversationId: withBob, media: 'voice' })

  // What waits for somebody who is away: texts, a missed call, a file that is half there.
  // One file has gone straight; the other leaves its chunks at the relay, slowly enough to be half there.
  await alice.api.settings.change({ alwaysThroughRelay: true, rateLimits: { up: 10_000_000, down: 0 } })
  const half = await offer(alice, bob, withBob, fileOf(40 * mib, 'film.mkv'))
  await bob.api.transfers.accept({ transferId: half })
  await moving(alice, half)
  const bobsId = await bob.accountId()
  await bob.close()
  await transfer(alice, half, ({ sent, confirmed }) => sent > confirmed)
  await alice.api.conversations.sendText({ conversationId: withBob, text: 'while you are away' })
  await alice.messages(withBob, (all) => all.some(({ body, delivery }) => body.kind === 'text' && delivery === 'sent'))
  const ofAlice = await alice.accountId()
  await alice.close()
  const traces = { alice: await tracesOf(alice), bob: await tracesOf(bob) }
  await relay.running.close()

  const rows = rowsOf(relay.data)
  const of = (account: string) => rows.filter((row) => row.account === account)
  const tables = (account: string) => new Set(of(account).map(({ table }) => table))
  expect([...tables(bobsId)]).toEqual(
    expect.arrayContaining(['account', 'device', 'prekey_page', 'mailbox', 'request_token']),
  )
  // Every row but nonces and tokens of the relay belongs to one of the two; what belongs to one has nothing of the other.
  const ofNobody = ['used_nonce', 'registration_token']
  const owned = rows.filter(({ table }) => !ofNobody.includes(table))
  expect(new Set(owned.map(({ account }) => account))).toEqual(new Set([ofAlice, bobsId]))
  for (const [account, others] of [
    [ofAlice, traces.bob],
    [bobsId, traces.alice],
  ] as const) {
    for (const { table, content } of of(account))
      expect(
        others.filter(({ bytes }) => content.includes(bytes)).map(({ name }) => name),
        table,
      ).toEqual([])
  }
  // Nor is there a place where it could stand.
  expect(columnsOf(relay.data, 'mailbox')).toEqual([
    'account',
    'device',
    'seq',
    'envelope_id',
    'received',
    'expires',
    'envelope',
  ])
  expect(columnsOf(relay.data, 'request_token')).toEqual(['account', 'hash', 'expires'])

  const everybody = [...traces.alice, ...traces.bob]
  expect(relay.logs().length).toBeGreaterThan(0)
  const logs = Buffer.from(relay.logs())
  expect(everybody.filter(({ bytes }) => logs.includes(bytes)).map(({ name }) => name)).toEqual([])
  // Chunks, as they lie on the disk.
  const chunks = filesUnder(path.join(relay.data, 'blobs'))
  expect(chunks.length).toBeGreaterThan(0)
  for (const file of chunks) {
    const bytes = readFileSync(file)
    expect(
      traces.alice.filter((trace) => bytes.includes(trace.bytes)).map(({ name }) => name),
      file,
    ).toEqual([])
    expect(traces.alice.filter((trace) => file.includes(trace.bytes.toString())).map(({ name }) => name)).toEqual([])
  }
})
