/** Tells libsignal's errors apart. */
import { ErrorCode, LibSignalErrorBase } from '@signalapp/libsignal-client'

export const isDuplicate = (error: unknown): boolean => LibSignalErrorBase.is(error, ErrorCode.DuplicatedMessage)
export const isUntrustedIdentity = (error: unknown): boolean =>
  LibSignalErrorBase.is(error, ErrorCode.UntrustedIdentity)
