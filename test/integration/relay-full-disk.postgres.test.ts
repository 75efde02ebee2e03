/** A relay whose PostgreSQL has a full disk. For root, who alone may mount a small one. SPEC.md R-31. */
import { randomBytes } from 'node:crypto'
import { chmodSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startRelay } from '../../relay/start.ts'
import { TestAccount } from '../../relay/testing/client.ts'
import { startPostgres } from '../../relay/testing/postgres.ts'
import { mib, SmallDisk } from '../fixtures/small-disk.ts'
import { temporaryFolder } from './person.ts'
import { fillUp, options, receive } from './relay-filled.ts'

const isRoot = process.getuid?.() === 0

test.runIf(isRoot)(
  'R-31 PostgreSQL on a disk that is full: refused, nothing that was taken is lost, and all goes on with room',
  {
    timeout: 120_000,
  },
  async () => {
    const parent = temporaryFolder()
    // PostgreSQL runs as another user.
    chmodSync(parent, 0o711)
    const folder = path.join(parent, 'postgres')
    const disk = new SmallDisk(folder, 256 * mib)
    const postgres = await startPostgres(folder)
    onTestFinished(async () => {
      await postgres.dispose()
      disk.remove()
    })
    const relay = await startRelay({ ...options, data: temporaryFolder(), postgres: { url: postgres.url } })
    onTestFinished(() => relay.close())
    const alice = await TestAccount.make(relay.url, 'alice')
    disk.fill(6 * mib)
    const { taken, refusal } = await fillUp(alice, 0, 2000)
    // A server whose log finds no room ends itself, and comes back; the client hears that it has to come again.
    expect([503, 507, undefined]).toContain(refusal?.status)
    disk.empty()
    if (postgres.ended) await postgres.start()
    // The same each time: what was taken without an answer counts once.
    const id = randomBytes(16)
    await expect
      .poll(async () => (await alice.deliver(`${taken} last`, { id }).catch(() => null))?.status, { timeout: 60_000 })
      .toBe(200)
    const numbers = await receive(alice, taken + 1)
    expect([...new Set(numbers)].toSorted((a, b) => a - b)).toEqual(Array.from({ length: taken + 1 }, (_, n) => n))
  },
)
