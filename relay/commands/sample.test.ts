import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { defaultLimits } from '../../shared/relay-api/index.ts'
import { RelayOptions, resolveSettings } from '../settings.ts'
import { readConfigFile } from './config-file.ts'

const sample = readFileSync(path.join(import.meta.dirname, '../../docs/relay.yaml'), 'utf8')
/** Not for people: where a program that brings its own SQLite says so. */
const unnamed = ['sqliteBinding']

function read(text: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'relay-sample-'))
  const file = path.join(folder, 'relay.yaml')
  writeFileSync(file, text)
  try {
    return readConfigFile(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Every option that is shown behind a "#". */
const uncommented = sample.replaceAll(/^# ?( *\w+:)/gm, '$1')

test('the sample is what the relay is without it', () => {
  expect(Object.keys(read(sample))).toEqual(['data'])
})

test('the sample shows every option, each in a form that is taken, and the values that count without it', () => {
  const shown = read(uncommented)
  const options = Object.keys(RelayOptions.properties).filter((name) => !unnamed.includes(name))
  expect(Object.keys(shown).toSorted()).toEqual(options.toSorted())
  expect(shown.limits).toEqual(defaultLimits)
  const { turn: _, coturn: __, ...rest } = shown
  const { rates, name, host, trustProxy, metrics, drainSeconds } = resolveSettings({ data: 'x' })
  expect(rest).toMatchObject({ rates, name, host, trustProxy, metrics, drainSeconds })
})
