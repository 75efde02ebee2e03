import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { create, toBinary } from '@bufbuild/protobuf'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { firstDevice, newAccountId, newMessageId } from '../../../shared/ids.ts'
import { CallMessageSchema, ContentSchema } from '../../../shared/wire/gen/content_pb.js'
import { openStore, type Store } from '../store/index.ts'
import { idBytes } from './contents.ts'
import type { Directory, Peer } from './directory.ts'
import { Dispatcher } from './dispatcher.ts'
import { relayMigrations } from './migrations.ts'

const sender = { account: newAccountId(), device: firstDevice }
const relay = { url: 'https://relay.example', pin: null }
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

/** Whether a call message of this sender counts as one of a contact who has been accepted. */
function isAccepted(over: Partial<Peer>, receivedAt: number | null): boolean | undefined {
  const peer: Peer = {
    ...{ relay, access: { kind: 'open' }, introduce: false, accepted: true, identityFingerprint: null },
    ...{ blocked: false, unconfirmed: false, asksIntroduction: false },
    ...over,
  }
  const directory: Directory = {
    peer: () => peer,
    formerRelays: () => [],
    admit: () => false,
    heard: () => undefined,
    accessRefused: () => 'none',
    introductionAsked: () => undefined,
    judgeIdentity: () => 'known',
    identityChanged: () => undefined,
  }
  const dispatcher = new Dispatcher(directory, pino({ level: 'silent' }))
  let accepted: boolean | undefined
  dispatcher.handle('call', (_tx, _sender, incoming) => {
    accepted = incoming.accepted
  })
  const body = { case: 'call', value: create(CallMessageSchema, { callId: idBytes(newMessageId()) }) } as const
  const content = toBinary(ContentSchema, create(ContentSchema, { id: idBytes(newMessageId()), body }))
  const certificate = { bytes: new Uint8Array(), trust: 'trusted' } as const
  store.transaction((tx) =>
    dispatcher.content(
      tx,
      { kind: 'content', sender, content, certificate, identityKey: new Uint8Array(33) },
      receivedAt,
    ),
  )
  return accepted
}

test('M-42 nothing is answered at once to an identity that waits for confirmation; what lasts is read', () => {
  expect(isAccepted({}, null)).toBe(true)
  expect(isAccepted({ unconfirmed: true }, null)).toBe(false)
  expect(isAccepted({ unconfirmed: true }, Date.now())).toBe(true)
  expect(isAccepted({ accepted: false }, Date.now())).toBe(false)
})
