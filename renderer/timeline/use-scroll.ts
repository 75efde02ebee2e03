/** Where the timeline stands: at the end, at the unread line, or where the user scrolled to. Has no knowledge of messages. */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'
import { onAttended } from '../app/attention.ts'

/** Closer to the end than this counts as the end, in pixels. */
const endReachPx = 48
/** More messages are asked for this far ahead of the first and the last one, in pixels. */
const pageReachPx = 8000

/** Where the view begins. */
export type Begin =
  | { readonly at: 'end' }
  /** `align`: what the row at `index` stands at. */
  | { readonly at: 'row'; readonly index: number; readonly align: 'start' | 'center' }

export interface ScrollInput {
  readonly list: RefObject<VirtualizerHandle | null>
  readonly rows: number
  /** Read once, when the first rows are there. */
  readonly begin: Begin
  /** Whether the last row is the end of the conversation: else there is no end to stay at. */
  readonly whole: boolean
  readonly onTop: () => void
  readonly onBottom: () => void
  /** The indices of the first and the last row in sight, after each scroll and resize. */
  readonly onView: (first: number, last: number) => void
  /** Each change goes to the end. */
  readonly sentCount: number
}

export interface Scroll {
  readonly atEnd: boolean
  readonly toEnd: () => void
  readonly toRow: (index: number) => void
  readonly onScroll: (offset: number) => void
  readonly onResize: () => void
}

export function useScroll(input: ScrollInput): Scroll {
  const { list, rows, begin, whole, onTop, onBottom, onView, sentCount } = input
  const [atEnd, setAtEnd] = useState(true)
  /** Whether new rows pull the view along; a ref, because virtua calls back between renders. */
  const sticks = useRef(begin.at === 'end')
  const begun = useRef(false)
  const lastOffset = useRef(0)

  const report = useCallback(() => {
    const { current } = list
    if (!current || !begun.current) return
    const { scrollOffset, viewportSize } = current
    onView(current.findItemIndex(scrollOffset), current.findItemIndex(scrollOffset + viewportSize - 1))
  }, [list, onView])

  const toEnd = useCallback(() => {
    sticks.current = true
    setAtEnd(true)
    list.current?.scrollToIndex(rows - 1, { align: 'end' })
  }, [list, rows])

  const toRow = useCallback(
    (index: number) => {
      sticks.current = false
      list.current?.scrollToIndex(index, { align: 'center' })
    },
    [list],
  )

  const sentBefore = useRef(sentCount)
  useLayoutEffect(() => {
    if (sentBefore.current !== sentCount) {
      sentBefore.current = sentCount
      sticks.current = true
    }
    if (rows === 0) return
    if (!begun.current) {
      begun.current = true
      if (begin.at === 'row') {
        list.current?.scrollToIndex(begin.index, { align: begin.align })
        return
      }
    }
    if (sticks.current && whole) list.current?.scrollToIndex(rows - 1, { align: 'end' })
  }, [list, rows, begin, whole, sentCount])

  const onScroll = useCallback(
    (offset: number) => {
      const { current } = list
      if (!current) return
      const left = current.scrollSize - current.viewportSize - offset
      const near = whole && left <= endReachPx
      // Only a move upwards leaves the end: rows that grow below the view move it away without anybody's wish.
      if (near) sticks.current = true
      else if (offset < lastOffset.current) sticks.current = false
      lastOffset.current = offset
      setAtEnd(near || sticks.current)
      if (offset < pageReachPx) onTop()
      if (left < pageReachPx) onBottom()
      report()
    },
    [list, whole, onTop, onBottom, report],
  )

  const onResize = useCallback(() => {
    const { current } = list
    // Where all fits in sight nothing scrolls, and the end is where one is.
    if (current && current.scrollSize <= current.viewportSize) {
      sticks.current = whole
      onTop()
      onBottom()
    }
    // A pane that grows moves its content without anybody's wish, and says so before it says how high it is now.
    if (current && whole && current.scrollSize - current.viewportSize - current.scrollOffset <= endReachPx) {
      sticks.current = true
      setAtEnd(true)
    }
    if (sticks.current && whole) list.current?.scrollToIndex(rows - 1, { align: 'end' })
    report()
  }, [list, rows, whole, onTop, onBottom, report])

  // What was in the background is seen when the window comes forward.
  useEffect(() => {
    report()
    return onAttended(report)
  }, [report])

  return { atEnd: atEnd && whole, toEnd, toRow, onScroll, onResize }
}
