/**
 * The thread that owns the database file. All operations that have come in by the time it looks commit together (group
 * commit): one write to the disk serves them all. An operation that fails takes no other with it.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { accountOperations } from './accounts.ts'
import { administrationOperations } from './administration.ts'
import { backup } from './backup.ts'
import { blobOperations } from './blobs.ts'
import { mailboxOperations } from './mailboxes.ts'
import type { Answer, OperationName, Operations, Request } from './operations.ts'
import { prekeyOperations } from './prekeys.ts'
import { openDatabase } from './schema.ts'
import { sweepOperation } from './sweep.ts'
import { totalsOperation } from './totals.ts'

export interface SqliteWorkerData {
  readonly file: string
  readonly binding: string | null
}

/** Requests in one transaction; bounds how long the first of them waits. */
const maxBatch = 4096

if (parentPort === null) throw new Error('the store worker runs as a worker thread only')
const port = parentPort
const { file, binding } = workerData as SqliteWorkerData

const db = openDatabase(file, binding)
const mailboxes = mailboxOperations(db)
const blobs = blobOperations(db)
const operations: Operations = {
  ...accountOperations(db),
  ...prekeyOperations(db),
  ...mailboxes,
  ...blobs,
  sweep: sweepOperation(db, { ...mailboxes, ...blobs }),
  ...administrationOperations(db),
  totals: totalsOperation(db),
}

type Operation = Request & { readonly name: OperationName }

function perform({ id, name, args }: Operation): Answer {
  const operation = operations[name] as (...args: readonly unknown[]) => unknown
  return { id, value: operation(...args) }
}

const together = db.transaction((requests: readonly Operation[]) => requests.map(perform))

/**
 * Only reads, and acknowledgements: one that a power cut undoes is given again. Everything else is on the disk when it is
 * answered, and must not wait behind these.
 */
const mayBeUndone: ReadonlySet<OperationName> = new Set(['acknowledge', 'fetch'])
let synced = true

function syncOnCommit(sync: boolean): void {
  if (sync !== synced) db.pragma(`synchronous = ${sync ? 'FULL' : 'NORMAL'}`)
  synced = sync
}

function answer(requests: readonly Operation[]): Answer[] {
  try {
    // Deferred: a batch that only reads writes nothing to the disk.
    return together.deferred(requests)
  } catch (error) {
    const [first, ...others] = requests
    if (first === undefined) return []
    if (others.length === 0) return [failed(first, error)]
    return requests.flatMap((request) => answer([request]))
  }
}

function failed({ id }: Request, error: unknown): Answer {
  const full = error instanceof Error && 'code' in error && error.code === 'SQLITE_FULL'
  return { id, error: error instanceof Error ? error.message : String(error), full }
}

function startBackup(request: Request): void {
  backup(db, String(request.args[0])).then(
    () => port.postMessage([{ id: request.id, value: undefined }]),
    (error) => port.postMessage([failed(request, error)]),
  )
}

const isOperation = (request: Request): request is Operation => request.name !== 'backup'

port.on('message', (first: readonly Request[] | 'close') => {
  const batch: Request[] = []
  let message: readonly Request[] | 'close' | undefined = first
  while (message !== undefined && message !== 'close') {
    batch.push(...message)
    if (batch.length >= maxBatch) break
    message = receiveMessageOnPort(port)?.message
  }
  const requests = batch.filter(isOperation)
  if (requests.length > 0) {
    syncOnCommit(requests.some(({ name }) => !mayBeUndone.has(name)))
    port.postMessage(answer(requests))
  }
  for (const request of batch) if (!isOperation(request)) startBackup(request)
  if (message === 'close') {
    db.close()
    port.close()
  }
})
port.postMessage('ready')
