import path from 'node:path'
import { expect, it } from 'vitest'
import { browserOptions } from './options.ts'

it('reads the command line', () => {
  expect(browserOptions([])).toMatchObject({ relay: null, port: 0, open: true, passphraseFile: null })
  const all = ['--profile', 'here', '--relay', 'r', '--port', '8080', '--no-open', '--passphrase-file', 'f']
  expect(browserOptions(all)).toEqual({
    ...{ profile: path.resolve('here'), relay: 'r', port: 8080, open: false, passphraseFile: 'f' },
  })
})

it.each([['--port', 'x'], ['--port', '65536'], ['--unknown'], ['more']])('refuses %s %s', (...args) => {
  expect(() => browserOptions(args.filter((arg) => arg !== undefined))).toThrow()
})
