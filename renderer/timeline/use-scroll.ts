/** Where the timeline stands: at the end, at the unread line, or where the user scrolled to. Has no knowledge of messages. */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'

/** Closer to the end than this counts as the end, in pixels. */
const endReachPx = 48
/** Older messages are asked for this far ahead of the first one, in pixels. */
const olderReachPx = 1500

export interface ScrollInput {
  readonly list: RefObject<VirtualizerHandle | null>
  readonly rows: number
  /** Index of the row to begin at, or null to begin at the end. Read once, when the first rows are there. */
  readonly beginAt: number | null
  readonly onTop: () => void
  /** The index of the last row in sight, after each scroll and resize. */
  readonly onSeen: (index: number) => void
  /** Each change goes to the end. */
  readonly sentCount: number
}

export interface Scroll {
  readonly atEnd: boolean
  readonly toEnd: () => void
  readonly onScroll: (offset: number) => void
  readonly onResize: () => void
}

export function useScroll({ list, rows, beginAt, onTop, onSeen, sentCount }: ScrollInput): Scroll {
  const [atEnd, setAtEnd] = useState(true)
  /** Whether new rows pull the view along; a ref, because virtua calls back between renders. */
  const sticks = useRef(true)
  const begun = useRef(false)
  const lastOffset = useRef(0)

  const report = useCallback(() => {
    const { current } = list
    if (!current || !begun.current) return
    onSeen(current.findItemIndex(current.scrollOffset + current.viewportSize - 1))
  }, [list, onSeen])

  const toEnd = useCallback(() => {
    sticks.current = true
    setAtEnd(true)
    list.current?.scrollToIndex(rows - 1, { align: 'end' })
  }, [list, rows])

  const sentBefore = useRef(sentCount)
  useLayoutEffect(() => {
    if (sentBefore.current !== sentCount) {
      sentBefore.current = sentCount
      sticks.current = true
    }
    if (rows === 0) return
    if (!begun.current) {
      begun.current = true
      if (beginAt !== null) {
        sticks.current = false
        list.current?.scrollToIndex(beginAt, { align: 'start' })
        return
      }
    }
    if (sticks.current) list.current?.scrollToIndex(rows - 1, { align: 'end' })
  }, [list, rows, beginAt, sentCount])

  const onScroll = useCallback(
    (offset: number) => {
      const { current } = list
      if (!current) return
      const left = current.scrollSize - current.viewportSize - offset
      const near = left <= endReachPx
      // Only a move upwards leaves the end: rows that grow below the view move it away without anybody's wish.
      if (near) sticks.current = true
      else if (offset < lastOffset.current) sticks.current = false
      lastOffset.current = offset
      setAtEnd(near || sticks.current)
      if (offset < olderReachPx) onTop()
      report()
    },
    [list, onTop, report],
  )

  const onResize = useCallback(() => {
    const { current } = list
    // Where all fits in sight nothing scrolls, and the end is where one is.
    if (current && current.scrollSize <= current.viewportSize) sticks.current = true
    if (sticks.current) list.current?.scrollToIndex(rows - 1, { align: 'end' })
    report()
  }, [list, rows, report])

  // What was in the background is seen when the window comes forward.
  useEffect(() => {
    report()
    window.addEventListener('focus', report)
    return () => window.removeEventListener('focus', report)
  }, [report])

  return { atEnd, toEnd, onScroll, onResize }
}
