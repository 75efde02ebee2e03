/** What onboarding asks and what is wrong with an answer. Has no knowledge of React. */
import type { RelayChoice } from '../../shared/contract/index.ts'
import type { ErrorCode } from '../../shared/errors.ts'
import { errorCodeIn } from '../i18n/errors.ts'
import { shortestPassphrase } from './passphrase.ts'

/** What is asked about the relay. */
export interface ChosenRelay {
  readonly relay: 'relay' | 'own'
  readonly address: string
  readonly reach: 'computer' | 'network'
}

/** As the core takes it. */
export const relayOf = ({ relay, address, reach }: ChosenRelay): RelayChoice =>
  relay === 'own' ? { kind: 'own', reach } : { kind: 'relay', addressOrInvite: address.trim() }

export interface Answers extends ChosenRelay {
  readonly displayName: string
  readonly username: string
  readonly passphrase: string
}

export type Field = 'address' | 'displayName' | 'username' | 'passphrase'

/** Fields that must be filled and are not, in the order they stand on the page. */
export function missingFields(answers: Answers, passphraseNeeded: boolean): Field[] {
  const missing: Field[] = []
  if (answers.relay === 'relay' && !answers.address.trim()) missing.push('address')
  if (!answers.displayName.trim()) missing.push('displayName')
  if (!answers.username.trim()) missing.push('username')
  if (passphraseNeeded && [...answers.passphrase].length < shortestPassphrase) missing.push('passphrase')
  return missing
}

const fieldOfCode: Partial<Record<ErrorCode, Field>> = {
  'username-taken': 'username',
  'username-invalid': 'username',
  'passphrase-needed': 'passphrase',
  'relay-address-invalid': 'address',
  'not-a-relay': 'address',
  'relay-unreachable': 'address',
  'relay-certificate-changed': 'address',
  'relay-certificate-untrusted': 'address',
  'relay-version-unsupported': 'address',
  'relay-same': 'address',
  'relay-local': 'address',
  'registration-closed': 'address',
  'registration-token-needed': 'address',
  'invite-invalid': 'address',
  'invite-expired': 'address',
  'invite-newer-version': 'address',
}

/** The field that an error belongs to; null for one of the whole form. */
export function fieldOf(error: unknown, answers: Pick<ChosenRelay, 'relay'>): Field | null {
  const field = fieldOfCode[errorCodeIn(error)] ?? null
  return field === 'address' && answers.relay === 'own' ? null : field
}
