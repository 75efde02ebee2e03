import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Starts, troubledAfter } from './starts.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'starts-'))
  file = path.join(folder, 'starts.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

const begin = () => new Starts(file).begin()

test('after some starts in a row that ended badly the next one is careful, until one goes well', () => {
  for (let start = 0; start < troubledAfter; start++) expect(begin()).toBe(false)
  expect(begin()).toBe(true)
  const good = new Starts(file)
  expect(good.begin()).toBe(true)
  good.wentWell()
  expect(begin()).toBe(false)
})

test('one that goes well in between breaks the row', () => {
  for (let start = 0; start < 2 * troubledAfter; start++) {
    const each = new Starts(file)
    expect(each.begin()).toBe(false)
    if (start % troubledAfter === 0) each.wentWell()
  }
})

test('what cannot be read or written counts for nothing', () => {
  writeFileSync(file, 'x')
  expect(begin()).toBe(false)
  const nowhere = new Starts(path.join(folder, 'gone', 'starts.json'))
  expect(nowhere.begin()).toBe(false)
  nowhere.wentWell()
})
