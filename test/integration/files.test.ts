/** Files between two real cores over a real relay. SPEC.md F. */
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { startRelay } from '../../relay/start.ts'
import { resolveToken, tokenOf } from '../fixtures/path-token.ts'
import { expectCode, temporaryFolder, testRelay } from './person.ts'
import { downloads, fileOf, hashOf, mib, moving, offer, transfer, twoPeople, whenState } from './transfers.ts'

/** Two people between whom nothing goes straight. */
async function twoRelayed(relay: { url: string }) {
  const people = await twoPeople(relay)
  await people.alice.api.settings.change({ alwaysThroughRelay: true })
  return people
}

describe('a file from one person to another', () => {
  test('F-20 40 MiB arrive as they are; both see it through', async () => {
    const { alice, bob, withBob, withAlice } = await twoPeople(await testRelay())
    const file = fileOf(40 * mib + 123)
    const id = await offer(alice, bob, withBob, file)
    expect(await whenState(bob, id, 'offered')).toMatchObject({
      conversationId: withAlice,
      direction: 'incoming',
      name: 'film.mkv',
      size: 40 * mib + 123,
      confirmed: 0,
    })
    await bob.api.transfers.accept({ transferId: id })
    // So small a file may be there before anybody has seen it half way.
    const begun = await transfer(alice, id, ({ confirmed }) => confirmed > 0)
    expect(begun.sent).toBeGreaterThanOrEqual(begun.confirmed)

    for (const person of [alice, bob]) {
      const done = await whenState(person, id, 'done')
      expect(done).toMatchObject({ confirmed: 40 * mib + 123, error: null, bytesPerSecond: 0 })
      expect(done.finishedAt).not.toBeNull()
    }
    const received = path.join(downloads(bob), 'film.mkv')
    expect(hashOf(received)).toBe(hashOf(file))
    expect(readdirSync(downloads(bob))).toEqual(['film.mkv'])
    for (const person of [alice, bob]) {
      expect(await person.api.transfers.sha256({ transferId: id })).toEqual({ hex: hashOf(file) })
    }
    const messages = await bob.messages(withAlice, (all) => all.length === 2)
    expect(messages[1]?.body).toMatchObject({ kind: 'file', transferId: id, name: 'film.mkv', size: 40 * mib + 123 })
    await alice.messages(withBob, (all) => all[1]?.delivery === 'delivered')
  })

  test('F-20 an empty file and one of a single byte', async () => {
    const { alice, bob, withBob } = await twoPeople(await testRelay())
    for (const size of [0, 1]) {
      const file = fileOf(size, `small-${size}`)
      const id = await offer(alice, bob, withBob, file)
      await bob.api.transfers.accept({ transferId: id })
      await Promise.all([whenState(alice, id, 'done'), whenState(bob, id, 'done')])
      expect(hashOf(path.join(downloads(bob), `small-${size}`))).toBe(hashOf(file))
    }
  })

  test('F-11 goes to a chosen folder, and overwrites nothing', async () => {
    const { alice, bob, withBob } = await twoPeople(await testRelay())
    const file = fileOf(5 * mib)
    const folder = temporaryFolder()
    writeFileSync(path.join(folder, 'film.mkv'), 'mine')
    for (const name of ['film (2).mkv', 'film (3).mkv']) {
      const id = await offer(alice, bob, withBob, file)
      await bob.api.transfers.accept({ transferId: id, folder: tokenOf(folder) })
      expect((await whenState(bob, id, 'done')).name).toBe(name)
      expect(hashOf(path.join(folder, name))).toBe(hashOf(file))
    }
    expect(readFileSync(path.join(folder, 'film.mkv'), 'utf8')).toBe('mine')
  })
})

describe('an end before the end', () => {
  test('F-21 declined', async () => {
    const { alice, bob, withBob } = await twoPeople(await testRelay())
    const id = await offer(alice, bob, withBob, fileOf(mib))
    await bob.api.transfers.decline({ transferId: id })
    await Promise.all([whenState(alice, id, 'declined'), whenState(bob, id, 'declined')])
    await expectCode(bob.api.transfers.accept({ transferId: id }), 'not-found')
  })

  test.each(['sender', 'receiver'] as const)('F-21 cancelled by the %s: nothing is left', async (who) => {
    const { alice, bob, withBob } = await twoPeople(await testRelay())
    const id = await offer(alice, bob, withBob, fileOf(200 * mib))
    await bob.api.transfers.accept({ transferId: id })
    await moving(bob, id)
    await (who === 'sender' ? alice : bob).api.transfers.cancel({ transferId: id })
    await Promise.all([whenState(alice, id, 'cancelled'), whenState(bob, id, 'cancelled')])
    await expect.poll(() => readdirSync(downloads(bob))).toEqual([])
  })

  test('F-6 the source changes: both are told, no file appears', async () => {
    const { alice, bob, withBob } = await twoPeople(await testRelay())
    const file = fileOf(200 * mib)
    const id = await offer(alice, bob, withBob, file)
    await bob.api.transfers.accept({ transferId: id })
    await moving(bob, id)
    appendFileSync(file, 'more')
    for (const person of [alice, bob]) {
      expect((await whenState(person, id, 'failed')).error).toMatchObject({ code: 'file-changed' })
    }
    await expect.poll(() => readdirSync(downloads(bob))).toEqual([])
  })

  test('F-6 the source vanishes before it is accepted, or while it is sent', async () => {
    const { alice, bob, withBob } = await twoPeople(await testRelay())
    for (const when of ['before', 'while']) {
      const file = fileOf(200 * mib)
      const id = await offer(alice, bob, withBob, file)
      if (when === 'before') rmSync(file)
      await bob.api.transfers.accept({ transferId: id })
      if (when === 'while') await moving(bob, id).then(() => rmSync(file))
      for (const person of [alice, bob]) {
        expect((await whenState(person, id, 'failed')).error).toMatchObject({ code: 'file-vanished' })
      }
    }
    // Neither file nor folder: opening it would not end.
    const pipe = path.join(temporaryFolder(), 'pipe')
    execFileSync('mkfifo', [pipe])
    await expectCode(alice.api.transfers.offer({ conversationId: withBob, file: tokenOf(pipe) }), 'file-unreadable')
  })
})

describe('it goes on', () => {
  test.each(['sender', 'receiver'] as const)('F-8 paused and resumed by the %s', async (who) => {
    const { alice, bob, withBob } = await twoPeople(await testRelay())
    const file = fileOf(200 * mib)
    const id = await offer(alice, bob, withBob, file)
    await bob.api.transfers.accept({ transferId: id })
    await moving(bob, id)
    const person = who === 'sender' ? alice : bob
    await person.api.transfers.pause({ transferId: id })
    const paused = await whenState(person, id, 'paused')
    expect(paused.confirmed).toBeLessThan(80 * mib)
    await person.close()
    await person.open()
    await whenState(person, id, 'paused')
    await person.api.transfers.resume({ transferId: id })
    await Promise.all([whenState(alice, id, 'done'), whenState(bob, id, 'done')])
    expect(hashOf(path.join(downloads(bob), 'film.mkv'))).toBe(hashOf(file))
  })

  test('F-8 after the relay was away', async () => {
    const data = temporaryFolder()
    const relay = await startRelay({ data, logLevel: 'silent' })
    const { alice, bob, withBob } = await twoRelayed(relay)
    const file = fileOf(200 * mib)
    const id = await offer(alice, bob, withBob, file)
    await bob.api.transfers.accept({ transferId: id })
    await moving(bob, id)
    await relay.close()
    // A relay that is about to stop says so; then nobody answers.
    const said = expect.stringMatching(/^relay-(busy|unreachable)$/)
    expect((await whenState(alice, id, 'waiting')).error).toMatchObject({ code: said })
    await testRelay({ data, port: relay.port })
    await Promise.all([whenState(alice, id, 'done'), whenState(bob, id, 'done')])
    expect(hashOf(path.join(downloads(bob), 'film.mkv'))).toBe(hashOf(file))
  })

  test('F-13 after the relay has lost the blob', async () => {
    const data = temporaryFolder()
    const relay = await startRelay({ data, logLevel: 'silent' })
    const { alice, bob, withBob } = await twoRelayed(relay)
    const file = fileOf(200 * mib)
    const id = await offer(alice, bob, withBob, file)
    await bob.api.transfers.accept({ transferId: id })
    await moving(bob, id)
    await relay.close()
    const db = new Database(path.join(data, 'relay.sqlite'))
    db.exec('DELETE FROM chunk; DELETE FROM blob')
    db.close()
    await testRelay({ data, port: relay.port })
    await Promise.all([whenState(alice, id, 'done'), whenState(bob, id, 'done')])
    expect(hashOf(path.join(downloads(bob), 'film.mkv'))).toBe(hashOf(file))
  })
})

test('F-16 a relay without room: the sender waits, says so, and goes on', async () => {
  const relay = await testRelay({ limits: { accountBlobBytes: 20 * mib } })
  const { alice, bob, withBob } = await twoRelayed(relay)
  const file = fileOf(60 * mib)
  const id = await offer(alice, bob, withBob, file)
  await bob.api.transfers.accept({ transferId: id })
  await transfer(alice, id, ({ sent }) => sent > 0)
  await bob.api.transfers.pause({ transferId: id })
  const waiting = await transfer(alice, id, ({ state, error }) => state === 'waiting' && error !== null)
  expect(waiting.error).toMatchObject({ code: 'quota-exceeded' })
  await bob.api.transfers.resume({ transferId: id })
  await Promise.all([whenState(alice, id, 'done'), whenState(bob, id, 'done')])
  expect(hashOf(path.join(downloads(bob), 'film.mkv'))).toBe(hashOf(file))
})

test('F-15 the copy of a source that was made for the transfer goes with it', async () => {
  const { alice, bob, withBob } = await twoPeople(await testRelay(), {
    resolvePath: async (token) => ({ ...(await resolveToken(token)), spooled: true }),
  })
  for (const end of ['done', 'declined', 'refused'] as const) {
    const folder = path.join(temporaryFolder(), 'spool')
    mkdirSync(folder)
    const file = path.join(folder, 'film.mkv')
    if (end === 'refused') {
      execFileSync('mkfifo', [file])
      await expectCode(alice.api.transfers.offer({ conversationId: withBob, file: tokenOf(file) }), 'file-unreadable')
      expect(existsSync(folder)).toBe(false)
      continue
    }
    writeFileSync(file, 'short')
    const id = await offer(alice, bob, withBob, file)
    if (end === 'done') await bob.api.transfers.accept({ transferId: id })
    else await bob.api.transfers.decline({ transferId: id })
    await whenState(alice, id, end)
    await expect.poll(() => existsSync(folder)).toBe(false)
  }
})

test("F-14 the relay's and the profiles' files know no names, no keys and no contents", async () => {
  const relay = await testRelay()
  const { alice, bob, withBob } = await twoRelayed(relay)
  const file = path.join(temporaryFolder(), 'a very telling name.txt')
  const content = 'words that nobody else may read '
  writeFileSync(file, content.repeat(1000))
  const id = await offer(alice, bob, withBob, file)
  await bob.api.transfers.accept({ transferId: id })
  await Promise.all([whenState(alice, id, 'done'), whenState(bob, id, 'done')])
  rmSync(downloads(bob), { recursive: true })
  mkdirSync(downloads(bob))
  for (const folder of [relay.data, alice.folder, bob.folder]) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const at = path.join(folder, name)
      if (!existsSync(at) || !statSync(at).isFile()) continue
      const bytes = readFileSync(at)
      for (const secret of ['very telling', content]) expect(bytes.includes(secret), name).toBe(false)
    }
  }
})
