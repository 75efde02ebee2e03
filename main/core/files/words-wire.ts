/** What is said along with a file: caption and how it looks. Ranges that do not lie in the text are dropped. */
import type { MessageInitShape } from '@bufbuild/protobuf'
import { maxTextBytes, maxTextRanges, type TextRange, TextStyle } from '../../../shared/contract/conversations.ts'
import { TextRange_Style, type TextSchema, type Text as WireText } from '../../../shared/wire/gen/content_pb.js'
import type { FileWords } from './deps.ts'

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

export function wordsOf(wire: WireText | undefined): FileWords {
  if (wire === undefined || Buffer.byteLength(wire.text) > maxTextBytes) return { caption: '', ranges: [] }
  const { text: caption } = wire
  const ranges = wire.ranges.slice(0, maxTextRanges).flatMap(({ style, start, length }): TextRange[] => {
    const known = styleOf.get(style)
    return known === undefined || length < 1 || start + length > caption.length ? [] : [{ style: known, start, length }]
  })
  return { caption, ranges }
}

/** Undefined where nothing is said. */
export function wordsToWire({ caption, ranges }: FileWords): MessageInitShape<typeof TextSchema> | undefined {
  if (caption === '') return undefined
  return { text: caption, ranges: ranges.map(({ style, start, length }) => ({ style: styles[style], start, length })) }
}
