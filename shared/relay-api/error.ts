/** How the relay says no: an HTTP status and `{code, message, data}` with a code of shared/errors. */
import { Type } from 'typebox'
import type { ErrorCode } from '../errors.ts'

/**
 * `data` by code:
 * - `devices-mismatched`: `missing` and `extra`, device numbers
 * - `devices-stale`: `stale`, device numbers whose registration id has changed
 * - `rate-limited`, `relay-busy`: `retryAfterMs`
 * - `too-large`: `limit`, bytes
 */
export const ErrorBody = Type.Object({
  code: Type.String(),
  message: Type.String(),
  data: Type.Record(
    Type.String(),
    Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Array(Type.Integer())]),
  ),
})
export type ErrorBody = Type.Static<typeof ErrorBody>

/** Every code that a relay answers with, and its HTTP status. */
export const errorStatus = {
  'invalid-input': 400,
  unauthorized: 401,
  'registration-closed': 403,
  'registration-token-needed': 403,
  'not-found': 404,
  'username-taken': 409,
  'device-replaced': 409,
  'devices-mismatched': 409,
  'devices-stale': 410,
  'transfer-gone': 410,
  'too-large': 413,
  'relay-address-invalid': 421,
  'username-invalid': 422,
  'relay-version-unsupported': 426,
  'rate-limited': 429,
  internal: 500,
  'relay-busy': 503,
  'mailbox-full': 507,
  'quota-exceeded': 507,
  'disk-full': 507,
} as const satisfies Partial<Record<ErrorCode, number>>
export type RelayErrorCode = keyof typeof errorStatus
