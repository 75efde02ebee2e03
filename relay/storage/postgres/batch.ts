/** Calls that come in while others are on their way go together in one statement: one round trip and one commit. */

export interface BatchOptions<Item, Result> {
  /** Performs all of them or none, and gives one result for each, in order. */
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>
  /** Statements on their way at once. */
  readonly lanes: number
  /** Items of one statement at most. */
  readonly items: number
  /** Bytes of an item, where they count. */
  readonly bytesOf?: (item: Item) => number
  /** Whether an error may be the fault of one item alone; then each is tried by itself. */
  readonly isOfOne: (error: unknown) => boolean
}

/** Bytes of one statement from which on it is full. */
const fullBytes = 4 * 1024 * 1024

interface Waiting<Item, Result> {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

export function batched<Item, Result>(options: BatchOptions<Item, Result>): (item: Item) => Promise<Result> {
  const { run, lanes, items, bytesOf = () => 0, isOfOne } = options
  let waiting: Waiting<Item, Result>[] = []
  let underWay = 0

  function take(): Waiting<Item, Result>[] {
    let bytes = 0
    let count = 0
    while (count < waiting.length && count < items && bytes < fullBytes) {
      bytes += bytesOf((waiting[count] as Waiting<Item, Result>).item)
      count += 1
    }
    const taken = waiting.slice(0, count)
    waiting = waiting.slice(count)
    return taken
  }

  async function perform(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await run(batch.map(({ item }) => item))
      for (const [n, { resolve }] of batch.entries()) resolve(results[n] as Result)
    } catch (error) {
      if (batch.length === 1 || !isOfOne(error)) for (const { reject } of batch) reject(error)
      else for (const one of batch) await perform([one])
    }
  }

  function start(): void {
    while (underWay < lanes && waiting.length > 0) {
      underWay += 1
      void perform(take()).finally(() => {
        underWay -= 1
        start()
      })
    }
  }

  return (item) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      // What one turn of the event loop asks for goes together.
      if (waiting.length === 1) setImmediate(start)
    })
}

/** Lists of different lengths as one flat list, and where each of them begins and ends in it (from 1, as in SQL). */
export function flattened<Value>(lists: readonly (readonly Value[])[]): {
  readonly flat: readonly Value[]
  readonly first: readonly number[]
  readonly last: readonly number[]
} {
  const first: number[] = []
  const last: number[] = []
  let end = 0
  for (const list of lists) {
    first.push(end + 1)
    end += list.length
    last.push(end)
  }
  return { flat: lists.flat(), first, last }
}
