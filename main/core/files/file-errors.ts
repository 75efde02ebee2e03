/** What the operating system says about a file, in the product's words. Never a path. */
import { AppError, type ErrorCode } from '../../../shared/errors.ts'

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
const denied = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENAMETOOLONG', 'EINVAL', 'ELOOP'])

const systemCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** For reading a source. */
export function sourceError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const code: ErrorCode = systemCode(error) === 'ENOENT' ? 'file-vanished' : 'file-unreadable'
  return new AppError(code, `reading failed: ${systemCode(error) || 'unknown'}`)
}

/** For writing what is received. */
export function targetError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const system = systemCode(error)
  if (full.has(system)) return new AppError('disk-full', system)
  // A missing folder is one that cannot be written either: a drive that was taken away.
  if (denied.has(system) || system === 'ENOENT' || system === 'EIO') return new AppError('folder-unwritable', system)
  return new AppError('internal', `writing failed: ${system || String(error)}`, {}, { cause: error })
}

/** Whether the operating system says `code`. */
export const isSystemError = (error: unknown, ...codes: string[]): boolean => codes.includes(systemCode(error))
