/** Errors as they cross a bridge. Only what is declared crosses; of everything else not even the message does. */
import { ORPCError } from '@orpc/client'
import { ValidationError } from '@orpc/contract'
import type { ErrorPayload } from '../contract/error.ts'
import { AppError } from '../errors.ts'

/** `internal` carries nothing: what went wrong stands in the log of the side where it did. */
export function toPayload(error: unknown): ErrorPayload {
  if (error instanceof AppError && error.code !== 'internal') {
    return { code: error.code, message: error.message, data: { ...error.data } }
  }
  const field = invalidField(error)
  if (field !== undefined) return { code: 'invalid-input', message: 'invalid-input', data: { field } }
  return { code: 'internal', message: 'internal', data: {} }
}

/** Whether the payload says less than the error itself. */
export function isUndeclared(error: unknown): boolean {
  return toPayload(error).code === 'internal'
}

export function fromPayload({ code, message, data }: ErrorPayload): AppError {
  return new AppError(code, message, data)
}

/** The first field that oRPC's check of the input refused, as `a.b`; undefined for any other error. */
function invalidField(error: unknown): string | undefined {
  if (!(error instanceof ORPCError) || error.code !== 'BAD_REQUEST') return undefined
  if (!(error.cause instanceof ValidationError)) return undefined
  const path = error.cause.issues[0]?.path ?? []
  return path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
}
