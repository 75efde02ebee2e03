/** The message that a jump led to: comes into view, has the keyboard where asked for, and stands out for a moment. */
import { useEffect, useRef, useState } from 'react'
import type { Row } from './model/rows.ts'
import type { Target } from './use-history.ts'
import type { Begin } from './use-scroll.ts'

/** How long it stands out, in milliseconds. */
const markedForMs = 2400

export interface TargetInput {
  readonly target: Target | null
  readonly rows: readonly Row[]
  /** Where the list began: a list that was opened by the jump is there already. */
  readonly begin: Begin
  readonly toRow: (index: number) => void
  readonly focus: (key: string) => void
}

/** Gives the key of the row that stands out at the moment, or null. */
export function useTarget({ target, rows, begin, toRow, focus }: TargetInput): string | null {
  const [marked, setMarked] = useState<string | null>(null)
  const done = useRef(0)
  useEffect(() => {
    if (target === null || target.jump === done.current) return
    const index = rows.findIndex((row) => row.key === target.id)
    if (index < 0) return
    const first = done.current === 0
    done.current = target.jump
    if (!(first && begin.at === 'row' && begin.index === index)) toRow(index)
    if (target.focus) focus(target.id)
    setMarked(target.id)
  }, [target, rows, begin, toRow, focus])
  useEffect(() => {
    if (marked === null) return
    const timer = setTimeout(() => setMarked(null), markedForMs)
    return () => clearTimeout(timer)
  }, [marked])
  return marked
}
