/** Calls the notes to oneself by their name in the user's language: the core knows no language. */
import type { Conversation } from '../../shared/contract/index.ts'

type List = readonly Conversation[]

interface Named<T> {
  readonly name: string
  readonly value: T
}

const lists = new WeakMap<List, Named<List>>()
const entries = new WeakMap<Conversation, Named<Conversation>>()

/** The same for the same list and name: whoever looks at it does not draw anew. */
export function notesNamed(list: List, name: string): List {
  return remembered(lists, list, name, () => {
    const at = list.findIndex(({ notes }) => notes)
    const notes = list[at]
    if (notes === undefined) return list
    return list.with(
      at,
      remembered(entries, notes, name, () => ({ ...notes, name })),
    )
  })
}

function remembered<T extends object>(known: WeakMap<T, Named<T>>, key: T, name: string, make: () => T): T {
  const before = known.get(key)
  if (before?.name === name) return before.value
  const value = make()
  known.set(key, { name, value })
  return value
}
