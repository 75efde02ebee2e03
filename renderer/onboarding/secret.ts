/** What opens a profile or a backup, while it is being typed. */
import { passphraseStrength } from './passphrase.ts'

export interface SecretDraft {
  readonly way: 'passphrase' | 'recovery'
  readonly passphrase: string
  /** The recovery phrase. */
  readonly phrase: string
  /** Chosen together with the recovery phrase. */
  readonly newPassphrase: string
  /** A new passphrase takes the old one's place, or that of a keychain which is not there. */
  readonly newPassphraseNeeded: boolean
}

export const emptySecret = (way: SecretDraft['way'], newPassphraseNeeded: boolean): SecretDraft => ({
  ...{ way, newPassphraseNeeded },
  ...{ passphrase: '', phrase: '', newPassphrase: '' },
})

export const isFilled = ({ way, passphrase, phrase }: SecretDraft): boolean =>
  way === 'passphrase' ? passphrase !== '' : phrase.trim() !== ''

export const isTooShort = ({ way, newPassphrase, newPassphraseNeeded }: SecretDraft): boolean =>
  way === 'recovery' && newPassphraseNeeded && passphraseStrength(newPassphrase) === 'short'

/** As the core takes it. */
export function secretOf({ way, passphrase, phrase, newPassphrase, newPassphraseNeeded }: SecretDraft) {
  return way === 'passphrase'
    ? ({ with: 'passphrase', passphrase } as const)
    : ({ with: 'recovery', phrase: phrase.trim(), ...(newPassphraseNeeded ? { newPassphrase } : {}) } as const)
}
