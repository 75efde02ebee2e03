/** What the core and the thread that works on a folder say to each other. */
import { workerUrl } from '../../../worker-url.ts'
import { runJob } from '../one-job.ts'
import type { SealedPlace } from '../sealed-file.ts'
import type { Expected } from './manifest.ts'
import { type ChoiceBits, Tree } from './tree.ts'
import type { TreeColumns } from './tree-columns.ts'

/** A manifest in the vault. */
export interface Packed {
  readonly manifest: SealedPlace
  readonly expected: Expected
}

interface OnDisk {
  /** Absolute path. */
  readonly root: string
  readonly columns: TreeColumns
}

export interface Jobs {
  scan: {
    readonly asks: { readonly root: string }
    /** `packed`: the manifest. */
    readonly gives: Expected & { readonly packed: Uint8Array; readonly leftOut: number }
  }
  read: { readonly asks: Packed & { readonly own: boolean }; readonly gives: TreeColumns }
  /** Every file is as it was when it was scanned. */
  verify: { readonly asks: OnDisk; readonly gives: undefined }
  /**
   * As `read`, of somebody else's; then folders are there, and every file that comes in several chunks. `held`: chunks that
   * are on disk, one bit each.
   */
  prepare: {
    readonly asks: Packed & { readonly root: string; readonly choice: ChoiceBits; readonly held: Uint8Array }
    readonly gives: TreeColumns
  }
  /** Every file is whole, and has its time. `made`: those that are known to be so, one bit each. */
  complete: {
    readonly asks: OnDisk & { readonly choice: ChoiceBits; readonly made: Uint8Array }
    readonly gives: undefined
  }
}

type JobName = keyof Jobs
export type Asked = { [Name in JobName]: Jobs[Name]['asks'] & { readonly job: Name } }[JobName]

/** Mebibytes: a million entries take half of it. */
const memory = 768

function run<Name extends JobName>(job: Name, asks: Jobs[Name]['asks'], signal: AbortSignal) {
  const worker = workerUrl('main/core/files/folder/folder.worker')
  return runJob<Jobs[Name]['gives']>({ name: 'folder', worker, data: { job, ...asks }, memory }, signal)
}

/** Raises `folder-too-large`, `file-vanished`, `file-unreadable`; `cancelled` when `signal` ends it, as all here do. */
export const scan = (root: string, signal: AbortSignal) => run('scan', { root }, signal)

/** Raises `transfer-corrupt`, `file-vanished`, `file-unreadable`. */
export async function readTree(asks: Jobs['read']['asks'], signal: AbortSignal): Promise<Tree> {
  return new Tree(await run('read', asks, signal))
}

/** Raises `file-changed`, `file-vanished`, `file-unreadable`, with the `name` of the file. */
export const verifySources = (asks: Jobs['verify']['asks'], signal: AbortSignal) => run('verify', asks, signal)

/** Raises `transfer-corrupt`, `disk-full`, `folder-unwritable`. */
export async function prepareTree(asks: Jobs['prepare']['asks'], signal: AbortSignal): Promise<Tree> {
  return new Tree(await run('prepare', asks, signal))
}

/** Raises `disk-full`, `folder-unwritable`. */
export const completeTargets = (asks: Jobs['complete']['asks'], signal: AbortSignal) => run('complete', asks, signal)
