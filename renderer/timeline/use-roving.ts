/** One tab stop for the whole timeline: the arrow keys go from message to message. */
import { type KeyboardEvent, type RefObject, useCallback, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { Row } from './model/rows.ts'

function next(rows: readonly Row[], from: number, step: 1 | -1): number | null {
  for (let index = from + step; index >= 0 && index < rows.length; index += step) {
    if (rows[index]?.kind === 'message') return index
  }
  return null
}

/** A row far away is mounted a few frames after the scroll. */
const framesToMount = 20

function focusWhenMounted(scroller: HTMLElement, key: string, frames: number): void {
  requestAnimationFrame(() => {
    const row = scroller.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"] [data-message]`)
    row?.focus({ preventScroll: true })
    // Until it is measured a row is hidden, and what is hidden takes no focus.
    const focused = row !== null && document.activeElement === row
    if (!focused && frames > 0) focusWhenMounted(scroller, key, frames - 1)
  })
}

export interface Roving {
  /** The row that has the focus; it stays mounted. */
  readonly activeKey: string | null
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  /** Moves the focus to a row that has been scrolled to. */
  readonly focus: (key: string) => void
}

/** `scroller` holds the rows; each message row is an element with `data-key` around one with `data-message`. */
export function useRoving(
  rows: readonly Row[],
  list: RefObject<VirtualizerHandle | null>,
  scroller: RefObject<HTMLElement | null>,
): Roving {
  const [activeKey, setActiveKey] = useState<string | null>(null)
  const focus = useCallback(
    (key: string) => {
      setActiveKey(key)
      if (scroller.current) focusWhenMounted(scroller.current, key, framesToMount)
    },
    [scroller],
  )

  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
      const current = rows.findIndex((row) => row.key === activeKey)
      const onMessage = event.target instanceof HTMLElement && event.target.dataset.message !== undefined
      if (!onMessage && event.target !== scroller.current) return
      const from = onMessage && current >= 0 ? current : rows.length
      const target =
        event.key === 'ArrowUp'
          ? next(rows, from, -1)
          : event.key === 'ArrowDown'
            ? next(rows, from, 1)
            : event.key === 'Home'
              ? next(rows, -1, 1)
              : event.key === 'End'
                ? next(rows, rows.length, -1)
                : null
      const row = target === null ? undefined : rows[target]
      if (target === null || row === undefined) return
      event.preventDefault()
      list.current?.scrollToIndex(target, { align: 'nearest' })
      focus(row.key)
    },
    [rows, activeKey, list, scroller, focus],
  )
  return { activeKey, onKeyDown, focus }
}
