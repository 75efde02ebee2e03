import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newAccountId, newMessageId } from '../../../shared/ids.ts'
import { resendReference } from '../protocol/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { idBytes, newEnvelopeId } from './contents.ts'
import { relayMigrations } from './migrations.ts'
import { type Job, keepSent, maxResends, takeCounter, takeResends } from './outbox-table.ts'

let folder: string
let store: Store

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'megachat-test-'))
  store = openStore({ file: path.join(folder, 'profile.db'), key: new Uint8Array(32), migrations: relayMigrations })
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

test('M-15 a content is sent again three times at most, by whichever of its envelopes it is asked for', () => {
  const [account, messageId] = [newAccountId(), newMessageId()]
  const keep = (envelopeId: Uint8Array) =>
    store.transaction((tx) => {
      const job: Job = {
        ...{ id: 1, account, messageId, envelopeId, content: new Uint8Array(10) },
        ...{ hint: 'resendable', expiresAt: null, sealed: null, repairs: 0 },
      }
      keepSent(tx, job, Date.now())
      return resendReference(envelopeId)
    })
  const ask = (reference: number) => store.transaction((tx) => takeResends(tx, account, reference).length)

  const references = [keep(idBytes(messageId))]
  let sent = 0
  for (let n = 0; n < 10; n += 1) {
    for (const reference of [...references]) {
      if (ask(reference) === 0) continue
      sent += 1
      references.push(keep(newEnvelopeId()))
    }
  }
  expect(sent).toBe(maxResends)
})

test('M-20 the counter grows, and is not below the clock, wherever that goes', () => {
  const account = newAccountId()
  const take = (now: number) => store.transaction((tx) => takeCounter(tx, account, now))
  expect([take(1000), take(1000), take(500), take(2000), take(0)]).toEqual([1000n, 1001n, 1002n, 2000n, 2001n])
})
