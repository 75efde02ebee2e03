/** Files and a disk that is full. For root, who alone may mount a small one. SPEC.md F. */
import { execFileSync } from 'node:child_process'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { tokenOf } from '../fixtures/path-token.ts'
import { expectCode, temporaryFolder, testRelay } from './person.ts'
import { fileOf, hashOf, mib, offer, twoPeople, whenState } from './transfers.ts'

describe('a disk that is full', () => {
  /** A file system of its own. */
  function smallDisk(bytes: number): string {
    const folder = temporaryFolder()
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder])
    onTestFinished(() => {
      execFileSync('umount', ['--lazy', folder])
    })
    return folder
  }

  test('F-12 is seen before anything is fetched', async () => {
    const { alice, bob, withBob } = await twoPeople(await testRelay())
    const disk = smallDisk(8 * mib)
    const id = await offer(alice, bob, withBob, fileOf(20 * mib))
    await expectCode(bob.api.transfers.accept({ transferId: id, folder: tokenOf(disk) }), 'disk-full')
    expect(readdirSync(disk)).toEqual([])
    expect((await whenState(bob, id, 'offered')).error).toBeNull()
    await bob.api.transfers.accept({ transferId: id })
    await whenState(bob, id, 'done')
  })

  test('F-12 half way pauses, and goes on when there is room', async () => {
    const { alice, bob, withBob } = await twoPeople(await testRelay())
    const disk = smallDisk(32 * mib)
    const file = fileOf(24 * mib)
    const id = await offer(alice, bob, withBob, file)
    await alice.close()
    await bob.api.transfers.accept({ transferId: id, folder: tokenOf(disk) })
    const filler = path.join(disk, 'filler')
    writeFileSync(filler, Buffer.alloc(20 * mib))
    await alice.open()
    expect((await whenState(bob, id, 'paused')).error).toMatchObject({ code: 'disk-full' })
    await expectCode(bob.api.transfers.resume({ transferId: id }), 'disk-full')
    rmSync(filler)
    await bob.api.transfers.resume({ transferId: id })
    await Promise.all([whenState(alice, id, 'done'), whenState(bob, id, 'done')])
    expect(hashOf(path.join(disk, 'film.mkv'))).toBe(hashOf(file))
  })
})
