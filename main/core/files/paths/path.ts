/**
 * What a way between two computers does for a transfer. The engine knows no more of it: how chunks travel, and whether
 * they rest somewhere in between, is the path's own affair.
 */
import type { TransferPath as PathKind } from '../../../../shared/contract/transfers.ts'
import type { Bitmap } from '../bitmap.ts'

/** All methods raise `AppError`; an error of the way itself ends this use of the path, and it is opened again later. */
export interface TransferPath {
  readonly kind: PathKind
  /** Connects, and learns what has already happened. Before this nothing else may be called. */
  open(signal: AbortSignal): Promise<void>
  close(): void
}

/** The sender's end. The bitmaps grow by what the path learns and by what is sent; they never shrink while it is open. */
export interface SendingPath extends TransferPath {
  /** Chunks that need not be sent any more: the path holds them or the receiver does. */
  readonly stored: Bitmap
  /** Chunks that the receiver holds durably. */
  readonly confirmed: Bitmap
  /** Resolves after a change of either bitmap that {@link send} has not made. */
  changed(signal: AbortSignal): Promise<void>
  /** Resolves when the chunk need not be sent again. Several may run at once. */
  send(index: number, chunk: Uint8Array, signal: AbortSignal): Promise<void>
}

/** The receiver's end. */
export interface ReceivingPath extends TransferPath {
  /** The number of a chunk that has arrived and is new, as soon as there is one. Several may wait at once. */
  next(signal: AbortSignal): Promise<number>
  /** Puts the chunk that {@link next} named into `into` and gives its length in bytes. */
  receive(index: number, into: Uint8Array, signal: AbortSignal): Promise<number>
  /** The chunk was no good: {@link next} names it again. */
  refuse(index: number): void
  /** These chunks are held durably here, and are never needed again. */
  confirm(indices: readonly number[], signal: AbortSignal): Promise<void>
}
