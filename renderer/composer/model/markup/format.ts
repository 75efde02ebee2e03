/** Puts marks around what is selected, or takes them away again. Has no knowledge of fields. */
import { fence, inlineMarks, quoteMark } from './marks.ts'

export const formats = ['bold', 'italic', 'strikethrough', 'monospace', 'spoiler', 'quote', 'code-block'] as const
export type Format = (typeof formats)[number]

export interface Selection {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** `insert` stands in for what was between `from` and `to`; then `start` to `end` is selected. */
export interface Change {
  readonly from: number
  readonly to: number
  readonly insert: string
  readonly start: number
  readonly end: number
}

function aroundSelection({ text, start, end }: Selection, mark: string): Change {
  const { length } = mark
  const chosen = text.slice(start, end)
  // Spaces at the edges stay outside: next to one a mark is none.
  const lead = chosen.length - chosen.trimStart().length
  const inner = chosen.trim()
  const from = start + (inner === '' ? 0 : lead)
  const to = inner === '' ? end : from + inner.length
  if (text.slice(from - length, from) === mark && text.slice(to, to + length) === mark && from >= length) {
    return { from: from - length, to: to + length, insert: inner, start: from - length, end: to - length }
  }
  if (inner.length > 2 * length && inner.startsWith(mark) && inner.endsWith(mark)) {
    return { from, to, insert: inner.slice(length, -length), start: from, end: to - 2 * length }
  }
  const insert = `${mark}${text.slice(from, to)}${mark}`
  return { from, to, insert, start: from + length, end: to + length }
}

/** From the beginning of the first line to the end of the last one. */
function linesOf({ text, start, end }: Selection): { readonly from: number; readonly to: number } {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const after = text.indexOf('\n', end)
  return { from, to: after < 0 ? text.length : after }
}

function quoted(selection: Selection): Change {
  const { from, to } = linesOf(selection)
  const lines = selection.text.slice(from, to).split('\n')
  const already = lines.every((line) => line.startsWith(quoteMark))
  const insert = lines.map((line) => (already ? line.slice(quoteMark.length) : quoteMark + line)).join('\n')
  return { from, to, insert, start: from + insert.length, end: from + insert.length }
}

function fenced(selection: Selection): Change {
  const { from, to } = linesOf(selection)
  const inner = selection.text.slice(from, to)
  const insert = `${fence}\n${inner}\n${fence}`
  const start = from + fence.length + 1
  return { from, to, insert, start, end: start + inner.length }
}

export function formatted(selection: Selection, format: Format): Change {
  if (format === 'quote') return quoted(selection)
  if (format === 'code-block') return fenced(selection)
  const mark = inlineMarks.find(({ style }) => style === format)?.mark ?? ''
  return aroundSelection(selection, mark)
}
