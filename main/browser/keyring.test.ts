import { expect, it } from 'vitest'
import { systemKeyring } from './keyring.ts'

it('is not there, or gives back what it wrapped and nothing else', async () => {
  const keychain = await systemKeyring('unattended')
  if (keychain === null) return
  const wrapped = await keychain.wrap(new Uint8Array([1, 2, 3]))
  expect(Uint8Array.from((await keychain.unwrap(wrapped)).plain)).toEqual(new Uint8Array([1, 2, 3]))
  // The entry's id, the nonce, the ciphertext, the tag.
  for (const place of [0, 16, 28, wrapped.length - 1]) {
    const changed = Uint8Array.from(wrapped)
    changed[place] = (changed[place] ?? 0) ^ 1
    await expect(keychain.unwrap(changed)).rejects.toMatchObject({ code: 'keychain-unavailable' })
  }
})
