/** Texts with formats: checked, on the wire. Has no knowledge of messages. SPEC.md M-50, M-51. */
import { create, type MessageInitShape } from '@bufbuild/protobuf'
import {
  type FormattedText,
  maxTextBytes,
  maxTextRanges,
  type TextRange,
  TextStyle,
} from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Formatted } from '../../../shared/excerpt.ts'
import { TextRange_Style, TextSchema, type Text as WireText } from '../../../shared/wire/gen/content_pb.js'

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
