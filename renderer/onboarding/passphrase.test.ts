import { expect, test } from 'vitest'
import { passphraseStrength } from './passphrase.ts'

test.each([
  ['', 'short'],
  ['kurz', 'short'],
  ['aaaaaaaaaaaaaaaaaaaaaaaa', 'weak'],
  ['password', 'weak'],
  ['correct horse batt', 'fair'],
  ['correct horse battery staple', 'strong'],
])('%j is %s', (passphrase, strength) => {
  expect(passphraseStrength(passphrase)).toBe(strength)
})
