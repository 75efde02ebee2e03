import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readOptions, UsageError } from './options.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'relay-options-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function configured(content: string, ...args: string[]) {
  const file = path.join(folder, 'relay.json')
  await writeFile(file, content)
  return readOptions(['--config', file, ...args])
}

describe('options', () => {
  test('have defaults, and the command line wins over the file', async () => {
    expect(readOptions([])).toEqual({ data: 'relay-data', port: 7443 })
    const read = await configured('{"data":"kept","port":1,"name":"Home","limits":{"devices":3}}', '--port', '2')
    expect(read).toEqual({ data: path.join(folder, 'kept'), port: 2, name: 'Home', limits: { devices: 3 } })
    expect(readOptions(['--help'])).toBeNull()
  })

  test.each([
    [['--port', 'x'], /port/],
    [['--port', '70000'], /port/],
    [['--nothing'], /nothing/],
    [['--registration', 'maybe'], /registration/],
    [['--tls-cert', 'x'], /together/],
    [['--turn-port', '3478'], /--turn/],
    [['--turn', '--turn-port', 'x'], /coturn.port/],
    [['--config', '/nowhere/relay.json'], /ENOENT/],
  ])('%j is refused in words', (args, words) => {
    expect(() => readOptions(args)).toThrow(UsageError)
    expect(() => readOptions(args)).toThrow(words)
  })

  test.each([
    ['{', /JSON/],
    ['[]', /object/],
    ['{"prot": 1}', /prot/],
    ['{"limits":{"devices":"many"}}', /limits\.devices/],
  ])('the file %j is refused in words', async (content, words) => {
    await expect(configured(content)).rejects.toThrow(words)
  })
})
