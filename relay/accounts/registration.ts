/** Decides who may register, and under which name. */
import { timingSafeEqual } from 'node:crypto'
import { PublicKey } from '@signalapp/libsignal-client'
import {
  type DeviceReplacement,
  type Registration,
  registrationStatement,
  replacementStatement,
} from '../../shared/relay-api/index.ts'
import { fromBase64url, sha256 } from '../encoding.ts'
import { Refusal } from '../refusal.ts'
import type { Settings } from '../settings.ts'
import type { DeviceKeys, NewAccount, Store } from '../storage/store.ts'

const usernameForm = /^[a-z][a-z0-9._-]{1,31}$/

/**
 * Gives the way to take it back, where nobody was registered after all.
 * @param lasting The token that is always good.
 * @throws Refusal `registration-closed` or `registration-token-needed`.
 */
export async function admit(
  policy: Settings['registration'],
  given: string | undefined,
  lasting: string,
  store: Pick<Store, 'spendRegistrationToken' | 'restoreRegistrationToken'>,
): Promise<() => Promise<void>> {
  const nothing = async () => {}
  if (policy === 'open') return nothing
  if (policy === 'closed') throw new Refusal('registration-closed')
  // Compared by hash: the lengths may differ.
  const hash = sha256(given ?? '')
  if (timingSafeEqual(hash, sha256(lasting))) return nothing
  if (!(await store.spendRegistrationToken(hash, Date.now()))) throw new Refusal('registration-token-needed')
  return () => store.restoreRegistrationToken(hash)
}

/**
 * @param host As the client signed it.
 * @throws Refusal `username-invalid`, `invalid-input` for a key that is none, `unauthorized` for a wrong proof.
 */
export function checkedAccount(asked: Registration, host: string): NewAccount {
  const username = asked.username.toLowerCase()
  if (!usernameForm.test(username)) throw new Refusal('username-invalid')
  const account: NewAccount = {
    account: asked.accountId,
    username,
    identityKey: fromBase64url(asked.identityKey),
    device: {
      id: asked.device.id,
      registrationId: asked.device.registrationId,
      authKey: fromBase64url(asked.device.authKey),
    },
    deliveryTokenHash: fromBase64url(asked.deliveryTokenHash),
  }
  const statement = registrationStatement({
    host,
    username,
    account: account.account,
    device: account.device.id,
    registrationId: account.device.registrationId,
    authKey: account.device.authKey,
  })
  if (!publicKey(account.identityKey).verify(statement, fromBase64url(asked.proof))) throw new Refusal('unauthorized')
  return account
}

/**
 * The keys that a device is to have from now on.
 * @param host As the client signed it.
 * @throws Refusal `unauthorized` where they are not what the account's identity key has signed.
 */
export function checkedReplacement(asked: DeviceReplacement, identityKey: Uint8Array, host: string): DeviceKeys {
  const { accountId, device, nonce, expiresAt, proof } = asked
  const keys = { registrationId: device.registrationId, authKey: fromBase64url(device.authKey) }
  const statement = replacementStatement({ host, account: accountId, device: device.id, ...keys, nonce, expiresAt })
  if (!publicKey(identityKey).verify(statement, fromBase64url(proof))) throw new Refusal('unauthorized')
  return keys
}

/** @throws Refusal `invalid-input` where it is no Curve25519 key. */
export function publicKey(bytes: Uint8Array<ArrayBuffer> | Uint8Array): PublicKey {
  try {
    return PublicKey.deserialize(Uint8Array.from(bytes))
  } catch {
    throw new Refusal('invalid-input', 'not a public key')
  }
}
