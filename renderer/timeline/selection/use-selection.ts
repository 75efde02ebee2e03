/** Choosing several messages of the open chat. */
import { useCallback, useMemo, useRef, useState } from 'react'
import type { Message } from '../../../shared/contract/conversations.ts'
import { begun, chosenOf, extended, type Selection, toggled, withAll } from '../model/selection.ts'

export interface Selecting {
  /** Null while nothing is being chosen. */
  readonly selection: Selection | null
  /** In the order of the timeline. */
  readonly chosen: readonly Message[]
  readonly begin: (message: Message) => void
  /** `range`: all from the last one to this one. */
  readonly toggle: (message: Message, range: boolean) => void
  readonly all: () => void
  readonly end: () => void
}

export function useSelection(messages: readonly Message[]): Selecting {
  const [selection, setSelection] = useState<Selection | null>(null)
  // Rows keep their functions while messages come.
  const latest = useRef(messages)
  latest.current = messages
  const toggle = useCallback(
    (message: Message, range: boolean) =>
      setSelection((now) => now && (range ? extended(now, latest.current, message) : toggled(now, message))),
    [],
  )
  return {
    selection,
    chosen: useMemo(() => (selection === null ? [] : chosenOf(selection, messages)), [selection, messages]),
    begin: useCallback((message) => setSelection(begun(message)), []),
    toggle,
    all: useCallback(() => setSelection((now) => now && withAll(now, latest.current)), []),
    end: useCallback(() => setSelection(null), []),
  }
}
