/** Texts with formats: checked, shortened, on the wire. Has no knowledge of messages. SPEC.md M-50, M-51. */
import { create, type MessageInitShape } from '@bufbuild/protobuf'
import {
  type FormattedText,
  maxTextBytes,
  maxTextRanges,
  type TextRange,
  TextStyle,
} from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import { TextRange_Style, TextSchema, type Text as WireText } from '../../../shared/wire/gen/content_pb.js'

export interface Formatted {
  readonly text: string
  readonly ranges: TextRange[]
}

/** UTF-16 code units of what is shown of a message elsewhere. */
const excerptLength = 200

const styles: Record<TextStyle, TextRange_Style> = {
  bold: TextRange_Style.BOLD,
  italic: TextRange_Style.ITALIC,
  strikethrough: TextRange_Style.STRIKETHROUGH,
  monospace: TextRange_Style.MONOSPACE,
  spoiler: TextRange_Style.SPOILER,
  quote: TextRange_Style.QUOTE,
  'code-block': TextRange_Style.CODE_BLOCK,
}
const styleOf = new Map(TextStyle.options.map((style) => [styles[style], style]))

/** The user's own. Raises `too-large` for the text, `invalid-input` for ranges that do not lie in it. */
export function checkedText({ text, ranges = [] }: FormattedText): Formatted {
  assertSize(text)
  if (ranges.length > maxTextRanges || ranges.some(({ start, length }) => start + length > text.length))
    throw new AppError('invalid-input', 'a format lies outside of its text')
  return { text, ranges }
}

/** Raises `too-large`. */
function assertSize(text: string): void {
  if (Buffer.byteLength(text) > maxTextBytes)
    throw new AppError('too-large', 'a text is too long', { limit: maxTextBytes })
}

/** Others': what of their ranges lies in the text. Raises `too-large`. */
export function readText(wire: Pick<WireText, 'text' | 'ranges'>): Formatted {
  const { text } = wire
  assertSize(text)
  const ranges = wire.ranges.slice(0, maxTextRanges).flatMap(({ style, start, length }): TextRange[] => {
    const known = styleOf.get(style)
    const inside = Math.min(length, text.length - start)
    return known === undefined || inside < 1 ? [] : [{ style: known, start, length: inside }]
  })
  return { text, ranges }
}

export function writeText({ text, ranges }: Formatted): WireText {
  return create(TextSchema, textInit({ text, ranges }))
}

export const textInit = ({ text, ranges }: Formatted): MessageInitShape<typeof TextSchema> => ({
  text,
  ranges: ranges.map(({ style, start, length }) => ({ style: styles[style], start, length })),
})

/** The beginning of a text, without what its spoilers hide. */
export function excerptOf({ text, ranges }: Formatted): string {
  // Twice as much is more than any character at the cut can need.
  let shown = text.slice(0, 2 * excerptLength)
  for (const { style, start, length } of ranges) {
    if (style !== 'spoiler') continue
    const end = Math.min(shown.length, start + length)
    if (start < end) shown = shown.slice(0, start) + shown.slice(start, end).replace(/\S/g, '▒') + shown.slice(end)
  }
  return shortened(shown)
}

/** Cut between characters. */
export function shortened(text: string): string {
  if (text.length <= excerptLength) return text
  let end = 0
  for (const { index, segment } of new Intl.Segmenter().segment(text.slice(0, excerptLength + 64))) {
    if (index + segment.length > excerptLength) break
    end = index + segment.length
  }
  return text.slice(0, end === 0 ? excerptLength : end)
}
