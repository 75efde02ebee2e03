/** What the application was started with. Chromium's own switches stand among ours and are passed over. */
import path from 'node:path'
import { parseArgs } from 'node:util'
import { readPassphraseFile } from '../passphrase-file.ts'

export interface LaunchOptions {
  /** Absolute; null for the usual place. */
  readonly profile: string | null
  readonly relay: string | null
  readonly passphrase: string | null
  readonly unattended: boolean
  /** In the tray, without a window: with the session. */
  readonly hidden: boolean
  /** Without what a broken driver or setting may bring down. */
  readonly safeMode: boolean
  readonly request: OpenRequest
}

/** What the window is to come up with, asked by the system or by another start of the program. */
export interface OpenRequest {
  /** A `megachat://` link. */
  readonly link: string | null
  readonly show: 'new-chat' | 'settings' | null
}

/** `argv`: everything after the program's name. Raises `invalid-input` where the passphrase file is of no use. */
export function launchOptions(argv: readonly string[], workingDirectory: string): LaunchOptions {
  const { values } = parseArgs({
    args: [...argv],
    strict: false,
    options: {
      profile: { type: 'string' },
      relay: { type: 'string' },
      'passphrase-file': { type: 'string' },
      hidden: { type: 'boolean' },
      'safe-mode': { type: 'boolean' },
      'new-chat': { type: 'boolean' },
      settings: { type: 'boolean' },
    },
  })
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
  const profile = text(values.profile)
  const passphraseFile = text(values['passphrase-file'])
  return {
    profile: profile === null ? null : path.resolve(workingDirectory, profile),
    relay: text(values.relay),
    passphrase: passphraseFile === null ? null : readPassphraseFile(path.resolve(workingDirectory, passphraseFile)),
    unattended: passphraseFile !== null,
    hidden: values.hidden === true,
    safeMode: values['safe-mode'] === true,
    request: requestIn(argv),
  }
}

/** What the words of a command line ask for. */
export function requestIn(argv: readonly string[]): OpenRequest {
  const link = argv.find((word) => word.startsWith('megachat://')) ?? null
  const show = argv.includes('--new-chat') ? 'new-chat' : argv.includes('--settings') ? 'settings' : null
  return { link, show }
}
