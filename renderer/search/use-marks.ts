/**
 * Marks the words of a query in the messages in sight, by CSS highlights: the messages' own elements stay as they are.
 * Has no knowledge of how messages are drawn.
 */
import { type RefObject, useEffect } from 'react'
import { isEmpty, marksOf, parseQuery, type Query } from '../../shared/search/index.ts'
import './marks.css'

const name = 'search-words'

/** `root` holds the messages, each an element with `data-message`. An empty query marks nothing. */
export function useMarks(root: RefObject<HTMLElement | null>, query: string): void {
  useEffect(() => {
    const { current } = root
    const parsed = parseQuery(query)
    // A browser without highlights shows the message all the same.
    if (current === null || isEmpty(parsed) || !('highlights' in CSS)) return
    let frame = 0
    const draw = () => {
      frame = 0
      const ranges = [...current.querySelectorAll('[data-message]')].flatMap((message) => rangesIn(message, parsed))
      CSS.highlights.set(name, new Highlight(...ranges))
    }
    const later = () => {
      frame ||= requestAnimationFrame(draw)
    }
    later()
    const observer = new MutationObserver(later)
    observer.observe(current, { childList: true, subtree: true, characterData: true })
    return () => {
      observer.disconnect()
      cancelAnimationFrame(frame)
      CSS.highlights.delete(name)
    }
  }, [root, query])
}

/** What is no text of the message: times, buttons, and what is hidden. */
const besides = 'time, button, [aria-hidden="true"], [data-hidden]'

function rangesIn(message: Element, query: Query): Range[] {
  const nodes: { readonly node: Node; readonly start: number }[] = []
  let text = ''
  const walker = document.createTreeWalker(message, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.parentElement?.closest(besides)) continue
    nodes.push({ node, start: text.length })
    text += node.nodeValue ?? ''
  }
  const placeOf = (at: number) => {
    const { node, start } = nodes.findLast((part) => part.start <= at) ?? { node: message, start: at }
    return [node, at - start] as const
  }
  return (marksOf(text, query) ?? []).map(({ start, length }) => {
    const range = document.createRange()
    range.setStart(...placeOf(start))
    const [node, offset] = placeOf(start + length - 1)
    range.setEnd(node, offset + 1)
    return range
  })
}
