import { pino } from 'pino'
import { expect, test } from 'vitest'
import { loadIdentity } from '../../main/core/identity/index.ts'
import { migrations } from '../../main/core/migrations.ts'
import { openSession } from '../../main/core/session.ts'
import { claimProfile, openStore } from '../../main/core/store/index.ts'
import { Ways } from '../../main/core/ways.ts'
import { firstOf, hostFor, keychain, testRelay, texts, twoContacts } from './person.ts'

test('M-10 a full disk takes in nothing and loses nothing', async () => {
  const { alice, bob, withBob, withAlice } = await twoContacts(await testRelay())
  await bob.close()
  const sent = Array.from({ length: 30 }, (_, n) => `${n} ${'x'.repeat(5000)}`)
  for (const text of sent) await alice.api.conversations.sendText({ conversationId: withBob, text })
  await alice.messages(withBob, (all) => all.at(-1)?.delivery === 'sent')

  const folder = claimProfile(bob.folder)
  const unlocked = await folder.unlock(keychain)
  if (unlocked.state !== 'open') throw new Error('locked')
  const store = openStore({ file: folder.databaseFile, key: unlocked.key, migrations })
  const identity = loadIdentity(store.db)
  if (identity === null) throw new Error('no account')
  const host = hostFor(bob.folder)
  const backup = { key: new Uint8Array(32), slots: () => folder.portableSlots() }
  const session = openSession({ store, identity, host, ways: new Ways(host), backup, log: pino({ level: 'silent' }) })
  // SQLite's own limit says "full" as a full disk does.
  const pages = store.db.pragma('page_count', { simple: true })
  store.db.pragma(`max_page_count = ${pages}`)
  session.start()
  const { connection } = session.relay
  expect(await firstOf(connection.watch(), (state) => state.state === 'offline')).toMatchObject({
    error: { code: 'disk-full' },
  })
  store.db.pragma('max_page_count = 1000000')
  session.relay.retry()
  await firstOf(connection.watch(), (state) => state.state === 'online')
  await alice.messages(withBob, (all) => all.every(({ delivery }) => delivery === 'delivered'))
  await session.close()
  folder.release()

  await bob.open()
  expect(texts(await bob.messages(withAlice, (all) => all.length === 31))).toEqual(['Hello', ...sent])
})
