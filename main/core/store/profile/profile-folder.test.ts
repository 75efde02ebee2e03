import { spawn } from 'node:child_process'
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../../shared/errors.ts'
import { claimProfile, type Keychain, openStore, type ProfileFolder } from '../index.ts'

/** A keychain that wraps under a key of its own, as the systems' do. */
class MemoryKeychain implements Keychain {
  readonly backend: string
  readonly #key = randomBytes(32)

  constructor(backend = 'memory') {
    this.backend = backend
  }

  async wrap(plain: Uint8Array): Promise<Uint8Array> {
    const cipher = createCipheriv('aes-256-ctr', this.#key, Buffer.alloc(16))
    return Buffer.concat([cipher.update(plain), cipher.final()])
  }

  async unwrap(wrapped: Uint8Array) {
    const decipher = createDecipheriv('aes-256-ctr', this.#key, Buffer.alloc(16))
    return { plain: Buffer.concat([decipher.update(wrapped), decipher.final()]), renew: false }
  }
}

const refusing: Keychain = {
  backend: 'memory',
  wrap: () => Promise.reject(new Error('refused')),
  unwrap: () => Promise.reject(new Error('refused')),
}

let parent: string
let folder: string
let profile: ProfileFolder

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'profile-'))
  folder = join(parent, 'ann')
  profile = claimProfile(folder)
})
afterEach(() => {
  profile.release()
  rmSync(parent, { recursive: true })
})

const slotsFile = () => join(folder, 'keys.json')

/** Makes the database, so that there is a profile. */
function fill(key: Uint8Array): void {
  openStore({ file: profile.databaseFile, key, migrations: [] }).close()
}

async function makeProfile(answers: Parameters<ProfileFolder['create']>[0]) {
  const made = await profile.create(answers)
  fill(made.key)
  return made
}

describe('key slots', () => {
  test('the keychain opens without a question (I-4)', async () => {
    const keychain = new MemoryKeychain()
    expect(profile.exists).toBe(false)
    const { key, recoveryPhrase } = await makeProfile({ keychain })
    expect(profile.exists).toBe(true)
    expect(recoveryPhrase).toHaveLength(24)
    expect(await profile.unlock(keychain)).toEqual({ state: 'open', key: Buffer.from(key) })
  })

  test('without a keychain a passphrase is needed and opens (I-4)', async () => {
    await expect(profile.create({ keychain: null })).rejects.toMatchObject({ code: 'passphrase-needed' })
    const { key } = await makeProfile({ keychain: null, passphrase: 'Zuﬂucht é' })
    expect(await profile.unlock(null)).toEqual({ state: 'locked', reason: 'passphrase' })
    expect(await profile.unlock(new MemoryKeychain())).toEqual({ state: 'locked', reason: 'passphrase' })
    await expect(profile.unlockWithPassphrase('zuflucht')).rejects.toMatchObject({ code: 'wrong-passphrase' })
    // The same passphrase from a keyboard that composes otherwise.
    expect(await profile.unlockWithPassphrase('Zuﬂucht e\u0301')).toEqual(Buffer.from(key))
  })

  test('the recovery phrase opens after the keychain has changed and makes its slot anew (I-5)', async () => {
    const { key, recoveryPhrase } = await makeProfile({ keychain: new MemoryKeychain() })
    for (const changed of [new MemoryKeychain(), new MemoryKeychain('another'), refusing, null]) {
      expect(await profile.unlock(changed)).toEqual({ state: 'locked', reason: 'keychain-changed' })
    }
    const keychain = new MemoryKeychain()
    const phrase = `  ${recoveryPhrase.join('\n ').toUpperCase()} `
    expect(await profile.unlockWithRecoveryPhrase({ phrase, keychain })).toEqual(Buffer.from(key))
    expect(await profile.unlock(keychain)).toMatchObject({ state: 'open' })
  })

  test('a keychain slot per kind of keychain, so that either shell opens (I-5)', async () => {
    const [first, second] = [new MemoryKeychain('first'), new MemoryKeychain('second')]
    const { recoveryPhrase } = await makeProfile({ keychain: first })
    await profile.unlockWithRecoveryPhrase({ phrase: recoveryPhrase.join(' '), keychain: second })
    expect(await profile.unlock(first)).toMatchObject({ state: 'open' })
    expect(await profile.unlock(second)).toMatchObject({ state: 'open' })
  })

  test('the recovery phrase sets a new passphrase where there is no keychain (I-5)', async () => {
    const { key, recoveryPhrase } = await makeProfile({ keychain: null, passphrase: 'forgotten' })
    const phrase = recoveryPhrase.join(' ')
    const without = profile.unlockWithRecoveryPhrase({ phrase, keychain: null })
    await expect(without).rejects.toMatchObject({ code: 'passphrase-needed' })
    await profile.unlockWithRecoveryPhrase({ phrase, keychain: null, newPassphrase: 'new' })
    expect(await profile.unlockWithPassphrase('new')).toEqual(Buffer.from(key))
    await expect(profile.unlockWithPassphrase('forgotten')).rejects.toMatchObject({ code: 'wrong-passphrase' })
  })

  test('I-10 a passphrase shuts the profile to every keychain, and gives it back when it is taken away', async () => {
    const [keychain, other] = [new MemoryKeychain('first'), new MemoryKeychain('second')]
    const { key, recoveryPhrase } = await makeProfile({ keychain })
    await profile.unlockWithRecoveryPhrase({ phrase: recoveryPhrase.join(' '), keychain: other })
    expect(profile.hasPassphrase).toBe(false)

    await profile.setPassphrase({ next: 'first one', keychain })
    expect(profile.hasPassphrase).toBe(true)
    for (const any of [keychain, other, null])
      expect(await profile.unlock(any)).toEqual({ state: 'locked', reason: 'passphrase' })
    expect(readFileSync(slotsFile(), 'utf8')).not.toContain('"keychain"')
    expect(await profile.unlockWithPassphrase('first one')).toEqual(Buffer.from(key))

    for (const current of [undefined, 'another'])
      await expect(profile.setPassphrase({ current, next: 'second one', keychain })).rejects.toMatchObject({
        code: 'wrong-passphrase',
      })
    await profile.setPassphrase({ current: 'first one', next: 'second one', keychain })
    await expect(profile.unlockWithPassphrase('first one')).rejects.toMatchObject({ code: 'wrong-passphrase' })
    expect(await profile.unlockWithPassphrase('second one')).toEqual(Buffer.from(key))

    const without = profile.setPassphrase({ current: 'second one', next: null, keychain: null })
    await expect(without).rejects.toMatchObject({ code: 'passphrase-needed' })
    const wrongly = profile.setPassphrase({ current: 'first one', next: null, keychain })
    await expect(wrongly).rejects.toMatchObject({ code: 'wrong-passphrase' })
    await profile.setPassphrase({ current: 'second one', next: null, keychain })
    expect(await profile.unlock(keychain)).toEqual({ state: 'open', key: Buffer.from(key) })
    expect(profile.hasPassphrase).toBe(false)
  })

  test('I-10 the recovery phrase does not take the passphrase away, it sets a new one', async () => {
    const keychain = new MemoryKeychain()
    const { recoveryPhrase } = await makeProfile({ keychain, passphrase: 'forgotten' })
    const phrase = recoveryPhrase.join(' ')
    expect(await profile.unlock(keychain)).toEqual({ state: 'locked', reason: 'passphrase' })
    const without = profile.unlockWithRecoveryPhrase({ phrase, keychain })
    await expect(without).rejects.toMatchObject({ code: 'passphrase-needed' })
    await profile.unlockWithRecoveryPhrase({ phrase, keychain, newPassphrase: 'remembered' })
    expect(await profile.unlock(keychain)).toEqual({ state: 'locked', reason: 'passphrase' })
    await expect(profile.unlockWithPassphrase('forgotten')).rejects.toMatchObject({ code: 'wrong-passphrase' })
  })

  test('I-11 what a keychain wants wrapped anew is, and a keychain that fails at that still opens', async () => {
    const keychain = new MemoryKeychain()
    const { key } = await makeProfile({ keychain })
    const before = readFileSync(slotsFile(), 'utf8')
    // Longer than what a random beginning is ever taken for.
    const mark = Buffer.from('wrapped anew')
    const asking = (wrap: Keychain['wrap']): Keychain => ({
      backend: keychain.backend,
      wrap,
      unwrap: async (wrapped) =>
        mark.equals(wrapped.subarray(0, mark.length))
          ? { plain: wrapped.slice(mark.length), renew: false }
          : { ...(await keychain.unwrap(wrapped)), renew: true },
    })
    const failing = asking(() => Promise.reject(new AppError('keychain-unavailable')))
    expect(await profile.unlock(failing)).toMatchObject({ state: 'open' })
    expect(readFileSync(slotsFile(), 'utf8')).toBe(before)

    const renewing = asking(async (plain) => Buffer.concat([mark, plain]))
    expect(await profile.unlock(renewing)).toEqual({ state: 'open', key: Buffer.from(key) })
    expect(readFileSync(slotsFile(), 'utf8')).not.toBe(before)
    expect(await profile.unlock(renewing)).toEqual({ state: 'open', key: Buffer.from(key) })
    // The old one is gone: the keychain of before finds nothing of its own.
    expect(await profile.unlock(keychain)).toMatchObject({ state: 'locked' })
  })

  test('other phrases do not open, nor do words that are no phrase', async () => {
    const keychain = new MemoryKeychain()
    const { recoveryPhrase } = await makeProfile({ keychain })
    const swapped = [...recoveryPhrase.slice(1), recoveryPhrase[0]].join(' ')
    const other = `${'abandon '.repeat(23)}art`
    for (const phrase of [swapped, other, `${'abandon '.repeat(11)}about`, 'no words', '']) {
      const unlocking = profile.unlockWithRecoveryPhrase({ phrase, keychain })
      await expect(unlocking).rejects.toMatchObject({ code: 'wrong-recovery-phrase' })
    }
  })

  test('a profile is not made twice, but one that was never finished may be made again', async () => {
    const keychain = new MemoryKeychain()
    await profile.create({ keychain })
    const { key } = await makeProfile({ keychain })
    await expect(profile.create({ keychain })).rejects.toMatchObject({ code: 'profile-exists' })
    profile.erase()
    expect(profile.exists).toBe(false)
    expect(readdirSync(folder)).toEqual(['profile.lock'])
    expect((await makeProfile({ keychain })).key).not.toEqual(key)
  })
})

describe('files', () => {
  test('are this user’s alone and hold no key (I-3)', async () => {
    const { key, recoveryPhrase } = await makeProfile({ keychain: new MemoryKeychain(), passphrase: 'a passphrase' })
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(folder)) {
      expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600)
      const text = readFileSync(join(folder, name), 'latin1')
      for (const encoding of ['latin1', 'hex', 'base64', 'base64url'] as const) {
        expect(text.includes(Buffer.from(key).toString(encoding)), name).toBe(false)
      }
      expect(text.includes('a passphrase'), name).toBe(false)
      expect(text.includes(recoveryPhrase.slice(0, 2).join(' ')), name).toBe(false)
    }
  })

  test('of a newer version or damaged are told apart', async () => {
    const keychain = new MemoryKeychain()
    await makeProfile({ keychain })
    const good = readFileSync(slotsFile(), 'utf8')
    writeFileSync(slotsFile(), JSON.stringify({ version: 2, anything: true }))
    await expect(profile.unlock(keychain)).rejects.toMatchObject({ code: 'profile-newer-version' })
    for (const bad of ['', '{', '[]', good.replace('"slots"', '"other"'), good.slice(0, 100)]) {
      writeFileSync(slotsFile(), bad)
      await expect(profile.unlock(keychain), bad).rejects.toMatchObject({ code: 'profile-damaged' })
    }
    rmSync(slotsFile())
    await expect(profile.unlock(keychain)).rejects.toMatchObject({ code: 'profile-damaged' })
  })
})

describe('one process for one profile (I-6)', () => {
  test('a second claim is refused until the first is released', () => {
    expect(() => claimProfile(folder)).toThrow(expect.objectContaining({ code: 'profile-in-use' }))
    profile.release()
    profile = claimProfile(folder)
  })

  test('the claim of a killed process ends with it', async () => {
    profile.release()
    const index = fileURLToPath(new URL('../index.ts', import.meta.url))
    const script = `
      import { claimProfile } from ${JSON.stringify(index)}
      claimProfile(process.argv[1])
      process.stdout.write('claimed')
      setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    expect(() => claimProfile(folder)).toThrow(expect.objectContaining({ code: 'profile-in-use' }))
    child.kill('SIGKILL')
    await once(child, 'exit')
    profile = claimProfile(folder)
  })
})
