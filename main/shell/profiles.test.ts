import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it, vi } from 'vitest'
import { Profiles } from './profiles.ts'

function used(folder: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'keys.json'), '{}')
}

const base = () => path.join(mkdtempSync(path.join(tmpdir(), 'profiles-')), 'megachat')

it('lists what was used, and what is open although it is new', () => {
  const first = base()
  used(first)
  used(`${first}-3`)
  mkdirSync(`${first}-4`)
  const profiles = (current: string) =>
    new Profiles({ first, current, start: () => ({ program: '', args: [] }) }).list()
  expect(profiles(first)).toEqual([
    { number: 1, current: true },
    { number: 3, current: false },
  ])
  expect(profiles(`${first}-2`)).toEqual([
    { number: 1, current: false },
    { number: 2, current: true },
    { number: 3, current: false },
  ])
  expect(profiles('/somewhere/else').map(({ current }) => current)).toEqual([false, false])
})

it('starts the program with another one, or with the next free one, and with nothing that is not there', async () => {
  const first = base()
  used(first)
  used(`${first}-2`)
  const said = path.join(path.dirname(first), 'said')
  const start = (profile: string) => ({
    program: process.execPath,
    args: ['-e', 'require("fs").appendFileSync(process.argv[1], process.argv[2] + "\\n")', said, profile],
  })
  const profiles = new Profiles({ first, current: first, start })
  profiles.open(2)
  await vi.waitUntil(() => existsSync(said), { timeout: 10_000 })
  profiles.open(null)
  await vi.waitUntil(() => readFileSync(said, 'utf8').split('\n').length === 3, { timeout: 10_000 })
  expect(readFileSync(said, 'utf8')).toBe(`${first}-2\n${first}-3\n`)
  expect(() => profiles.open(5)).toThrow('no such profile')
})
