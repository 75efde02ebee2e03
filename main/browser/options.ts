/** The command line of the browser shell. */
import path from 'node:path'
import { parseArgs } from 'node:util'
import { defaultProfileFolder } from '../profile.ts'

export interface BrowserOptions {
  /** Absolute path. */
  readonly profile: string
  /** Relay address or invite link that onboarding proposes. */
  readonly relay: string | null
  /** 0: any free one. */
  readonly port: number
  readonly open: boolean
  readonly passphraseFile: string | null
}

/** Raises an error with a message for the user. */
export function browserOptions(args: readonly string[]): BrowserOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      profile: { type: 'string' },
      relay: { type: 'string' },
      port: { type: 'string', default: '0' },
      open: { type: 'boolean', default: true },
      'passphrase-file': { type: 'string' },
    },
    allowNegative: true,
  })
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port takes a number from 0 to 65535')
  return {
    profile: path.resolve(values.profile ?? defaultProfileFolder()),
    relay: values.relay ?? null,
    port,
    open: values.open,
    passphraseFile: values['passphrase-file'] ?? null,
  }
}
