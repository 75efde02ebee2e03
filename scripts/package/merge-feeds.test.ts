import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { merged } from './merge-feeds.ts'

const feed = (version: string, ...urls: string[]) =>
  `version: ${version}\nfiles:\n${urls.map((url) => `  - url: ${url}\n    sha512: ${url}=\n`).join('')}releaseDate: 2026-01-01\n`

it('names the files of both processors once', () => {
  const both = parse(merged([feed('1.0.0', 'a-arm64.zip', 'notes'), feed('1.0.0', 'a-x64.zip', 'notes')]))
  expect(both.files.map(({ url }: { url: string }) => url)).toEqual(['a-arm64.zip', 'notes', 'a-x64.zip'])
  expect(both).toMatchObject({ version: '1.0.0', releaseDate: '2026-01-01' })
})

it('refuses what does not belong together', () => {
  expect(() => merged([feed('1.0.0', 'a'), feed('1.0.1', 'b')])).toThrow('1.0.0 and 1.0.1')
  expect(() => merged([])).toThrow('no feed')
})
