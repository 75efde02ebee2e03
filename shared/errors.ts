/** The closed union of errors that cross a boundary: relay to client, core to renderer. Has no knowledge of who raises them. */

export const errorCodes = [
  // input
  'invalid-input',
  'not-found',
  'too-large',
  // profile
  'profile-locked',
  'profile-in-use',
  'profile-newer-version',
  'profile-damaged',
  'profile-exists',
  'wrong-passphrase',
  'wrong-recovery-phrase',
  'keychain-unavailable',
  'passphrase-needed',
  'not-a-backup',
  'backup-damaged',
  'backup-newer-version',
  'backup-running',
  // relay
  'relay-address-invalid',
  'not-a-relay',
  'relay-unreachable',
  'proxy-unreachable',
  'relay-certificate-changed',
  'relay-certificate-untrusted',
  'relay-version-unsupported',
  'relay-refused',
  'relay-busy',
  'relay-port-taken',
  'relay-same',
  'relay-local',
  'registration-closed',
  'registration-token-needed',
  'username-taken',
  'username-invalid',
  'unauthorized',
  'device-replaced',
  'rate-limited',
  'mailbox-full',
  'devices-mismatched',
  'devices-stale',
  'quota-exceeded',
  // contacts
  'invite-invalid',
  'invite-expired',
  'invite-newer-version',
  'invite-own',
  'contact-unknown',
  'identity-changed',
  'contact-blocked',
  // files
  'file-unreadable',
  'file-changed',
  'file-vanished',
  'disk-full',
  'folder-unwritable',
  'folder-too-large',
  'transfer-corrupt',
  'transfer-gone',
  'not-in-notes',
  'peer-unreachable',
  // calls
  'call-busy',
  'call-ended',
  'call-unavailable',
  // system
  'key-taken',
  // bridge
  'bridge-closed',
  'page-not-admitted',
  // anything else
  'cancelled',
  'internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** What an error may carry besides its code: values that a message shows, never a path, a key or a stack. */
export type ErrorData = Readonly<Record<string, string | number | boolean>>

/** An error with a code that the user interface has words for. `message` is for logs and developers, in English. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly data: ErrorData

  constructor(code: ErrorCode, message: string = code, data: ErrorData = {}, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.data = data
  }
}

/** Gives the code of any thrown value: its own if it is an {@link AppError}, else `internal`. */
export function errorCodeOf(error: unknown): ErrorCode {
  return error instanceof AppError ? error.code : 'internal'
}

/** Makes a forgotten case of a closed union a compile error. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${String(value)}`)
}

/** Drops a promise on purpose: its failure goes to `report` instead of nowhere. */
export function detach(promise: Promise<unknown>, report: (error: unknown) => void): void {
  promise.catch(report)
}
