/** Takes a formatted text apart: blocks, and in them parts that look alike. Has no knowledge of components. */
import type { TextRange, TextStyle } from '../../../shared/contract/conversations.ts'
import type { Formatted } from '../../../shared/excerpt.ts'
import { segmentsOf } from './text.ts'

export type InlineStyle = Exclude<TextStyle, 'spoiler' | 'quote' | 'code-block'>

export interface Piece {
  /** Where it begins in the text; no other piece begins there. */
  readonly start: number
  readonly text: string
  readonly styles: readonly InlineStyle[]
  /** Where it leads, or null. */
  readonly url: string | null
}

/** Pieces that are shown or hidden together. */
export interface Group {
  readonly start: number
  readonly hidden: boolean
  readonly pieces: readonly Piece[]
}

export interface Block {
  readonly kind: 'plain' | 'quote' | 'code-block'
  readonly start: number
  readonly groups: readonly Group[]
}

const inlineStyles: readonly InlineStyle[] = ['bold', 'italic', 'strikethrough', 'monospace']

const covers = ({ start, length }: TextRange, at: number): boolean => start <= at && at < start + length

const withStyle = (ranges: readonly TextRange[], style: TextStyle) => ranges.filter((range) => range.style === style)

/** Every place where something begins or ends, in order. */
function cutsOf(text: string, ranges: readonly TextRange[], links: readonly Link[]): number[] {
  const cuts = new Set([0, text.length])
  for (const { start, length } of [...ranges, ...links]) {
    cuts.add(start)
    cuts.add(Math.min(text.length, start + length))
  }
  return [...cuts].sort((a, b) => a - b)
}

interface Link {
  readonly start: number
  readonly length: number
  readonly url: string
}

function linksOf(text: string): Link[] {
  let start = 0
  const links: Link[] = []
  for (const segment of segmentsOf(text)) {
    if (segment.kind === 'link') links.push({ start, length: segment.text.length, url: segment.url })
    start += segment.text.length
  }
  return links
}

interface Part extends Piece {
  readonly block: Block['kind']
  readonly hidden: boolean
}

function partsOf({ text, ranges }: Formatted): Part[] {
  const codes = withStyle(ranges, 'code-block')
  const quotes = withStyle(ranges, 'quote')
  const spoilers = withStyle(ranges, 'spoiler')
  const verbatim = [...codes, ...withStyle(ranges, 'monospace')]
  const links = linksOf(text).filter(({ start }) => !verbatim.some((range) => covers(range, start)))
  const inline = inlineStyles.map((style) => ({ style, ranges: withStyle(ranges, style) }))
  const cuts = cutsOf(text, ranges, links)
  return cuts.slice(0, -1).map((start, index): Part => {
    const within = (range: TextRange) => covers(range, start)
    const block = codes.some(within) ? 'code-block' : quotes.some(within) ? 'quote' : 'plain'
    return {
      start,
      text: text.slice(start, cuts[index + 1]),
      // Code is code, whatever else it is said to be.
      styles: block === 'code-block' ? [] : inline.filter((one) => one.ranges.some(within)).map(({ style }) => style),
      url: links.find((link) => link.start <= start && start < link.start + link.length)?.url ?? null,
      block,
      hidden: spoilers.some(within),
    }
  })
}

/** Runs of neighbours of which `key` says the same. */
function runs<T>(items: readonly T[], key: (item: T) => unknown): T[][] {
  const found: T[][] = []
  for (const item of items) {
    const last = found.at(-1)
    if (last?.[0] !== undefined && key(last[0]) === key(item)) last.push(item)
    else found.push([item])
  }
  return found
}

/** A block stands on lines of its own: the line break beside it would be an empty line. */
function trimmedAt(parts: readonly Part[], edge: 'start' | 'end'): Part[] {
  const result = [...parts]
  const at = edge === 'start' ? 0 : result.length - 1
  const part = result[at]
  if (part === undefined) return result
  if (edge === 'start' && part.text.startsWith('\n')) {
    result[at] = { ...part, start: part.start + 1, text: part.text.slice(1) }
  } else if (edge === 'end' && part.text.endsWith('\n')) {
    result[at] = { ...part, text: part.text.slice(0, -1) }
  }
  return result.filter(({ text }) => text !== '')
}

export function blocksOf(formatted: Formatted): Block[] {
  const blocks = runs(partsOf(formatted), ({ block }) => block)
  return blocks.flatMap((parts, index): Block[] => {
    const kind = parts[0]?.block ?? 'plain'
    let own = parts
    if (kind === 'plain' && index > 0) own = trimmedAt(own, 'start')
    if (kind === 'plain' && index < blocks.length - 1) own = trimmedAt(own, 'end')
    const [first] = own
    if (first === undefined) return []
    const groups = runs(own, ({ hidden }) => hidden).map((group) => ({
      start: group[0]?.start ?? 0,
      hidden: group[0]?.hidden ?? false,
      pieces: group.map(({ start, text, styles, url }) => ({ start, text, styles, url })),
    }))
    return [{ kind, start: first.start, groups }]
  })
}
