import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { buildIfStale } from './build.ts'
import { Licences } from './licences.ts'

const root = path.join(import.meta.dirname, '..')

it('lists what is shipped as it is, with what that needs', () => {
  const licences = new Licences()
  licences.addInstalled(['@signalapp/libsignal-client', 'udx-native'])
  const names = licences.list().map(({ name }) => name)
  expect(names).toEqual(
    expect.arrayContaining(['@signalapp/libsignal-client', 'node-gyp-build', 'streamx', 'udx-native']),
  )
  expect(licences.list().find(({ name }) => name === '@signalapp/libsignal-client')?.licence).toBe('AGPL-3.0-only')
})

it('stands beside the page, with all that page, main process and relay are built of, under licences that ours allows', async () => {
  await buildIfStale()
  const list: { name: string; licence: string }[] = JSON.parse(
    readFileSync(path.join(root, 'dist/renderer/licences.json'), 'utf8'),
  )
  const names = list.map(({ name }) => name)
  expect(names).toEqual(
    expect.arrayContaining(['react', 'zod', 'fastify', 'undici', 'better-sqlite3-multiple-ciphers']),
  )
  expect(names).not.toContain('vitest')
  // SPDX: all parts of an AND must be allowed, one of an OR.
  const allowed = /^(MIT|ISC|BSD-[23]-Clause|Apache-2\.0|0BSD|CC0-1\.0|BlueOak-1\.0\.0|Unlicense|AGPL-3\.0-only)$/
  const may = (licence: string): boolean =>
    licence
      .replaceAll(/[()]/g, '')
      .split(' AND ')
      .every((part) => part.split(' OR ').some((one) => allowed.test(one)))
  expect(list.filter(({ licence }) => !may(licence)).map(({ name, licence }) => `${name}: ${licence}`)).toEqual([])
}, 60_000)
