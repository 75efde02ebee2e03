import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UsageError } from './config-file.ts'
import { readOptions } from './options.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'relay-options-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function configured(content: string, ...args: string[]) {
  const file = path.join(folder, 'relay.yaml')
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
    ['name: "Home', /relay\.yaml:1:\d+: not YAML/],
    ['- a list', /relay\.yaml:1: .*"name: value"/],
    ['name: Home\nprot: 1\n', /relay\.yaml:2: prot: there is no such option; known are data, host, port/],
    ['name: Home\n\nlimits:\n  # how many\n  devices: many\n', /relay\.yaml:5: limits\.devices: must be integer/],
    ['limits: { device: 3 }', /relay\.yaml:1: limits\.device: there is no such option; known are .*devices/],
    ['registration: maybe', /relay\.yaml:1: registration: must be one of open, token, closed/],
    ['tls:\n  cert: a.pem\n', /relay\.yaml:1: tls: must have required properties key/],
    ['{"port": 70000}', /relay\.yaml:1: port: must be <= 65535/],
  ])('the file %j is refused by line', async (content, words) => {
    await expect(configured(content)).rejects.toThrow(words)
  })

  test('YAML with comments is read, and places in it are relative to it', async () => {
    const read = await configured('# Ours\nname: Home # short\ndata: kept\ntls: { cert: a.pem, key: /etc/b.pem }\n')
    expect(read).toEqual({
      name: 'Home',
      data: path.join(folder, 'kept'),
      port: 7443,
      tls: { cert: path.join(folder, 'a.pem'), key: '/etc/b.pem' },
    })
    expect(await configured('# nothing but this\n')).toEqual({ data: 'relay-data', port: 7443 })
  })
})
