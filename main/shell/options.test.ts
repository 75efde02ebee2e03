import { mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { launchOptions, requestIn } from './options.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'megachat-options-'))

describe('launchOptions', () => {
  it('finds ours among switches of Chromium and words of the runtime', () => {
    const options = launchOptions(
      ['--lang=de', '--no-first-run', '.', '--profile', 'ada', '--relay', 'r.example'],
      '/home',
    )
    expect(options).toMatchObject({ profile: path.resolve('/home/ada'), relay: 'r.example', unattended: false })
  })

  it('reads the passphrase without its line end', () => {
    writeFileSync(path.join(folder, 'passphrase'), 'correct horse\n')
    expect(launchOptions(['--passphrase-file', 'passphrase'], folder)).toMatchObject({
      passphrase: 'correct horse',
      unattended: true,
    })
  })

  it('says that a passphrase file cannot be read, or is empty', () => {
    writeFileSync(path.join(folder, 'empty'), '\n')
    for (const file of ['none', 'empty']) {
      expect(() => launchOptions(['--passphrase-file', file], folder)).toThrowError(
        expect.objectContaining({ code: 'invalid-input' }),
      )
    }
  })

  it('starts in safe mode when it is told to', () => {
    expect(launchOptions(['--safe-mode'], '/').safeMode).toBe(true)
    expect(launchOptions([], '/').safeMode).toBe(false)
  })

  it('finds a link', () => {
    expect(launchOptions(['megachat://invite/abc'], '/').request.link).toBe('megachat://invite/abc')
  })

  it('finds where the system’s list leads', () => {
    expect(requestIn(['--new-chat'])).toEqual({ link: null, show: 'new-chat' })
    expect(requestIn(['.', '--settings'])).toEqual({ link: null, show: 'settings' })
    expect(requestIn([])).toEqual({ link: null, show: null })
  })
})
