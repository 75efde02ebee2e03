/** The store's operations as they run inside a transaction of the worker: synchronous. */
import type { Store } from '../store.ts'

type Synchronous<Operation> = Operation extends (...args: infer Args) => Promise<infer Result>
  ? (...args: Args) => Result
  : never

export type Operations = { readonly [Name in Exclude<keyof Store, 'backup' | 'close'>]: Synchronous<Store[Name]> }
export type OperationName = keyof Operations

export interface Request {
  readonly id: number
  /** A backup is no part of a transaction: it goes on between them. */
  readonly name: OperationName | 'backup'
  readonly args: readonly unknown[]
}

export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string; readonly full: boolean }
