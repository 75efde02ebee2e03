/** The marks that format a text while it is written. Has no knowledge of fields or messages. */
import type { TextStyle } from '../../../../shared/contract/conversations.ts'

/** Marks around a part of a line; the longer of two that begin alike comes first. */
export const inlineMarks = [
  { mark: '**', style: 'bold' },
  { mark: '~~', style: 'strikethrough' },
  { mark: '||', style: 'spoiler' },
  { mark: '*', style: 'italic' },
  { mark: '_', style: 'italic' },
  { mark: '`', style: 'monospace' },
] as const satisfies readonly { readonly mark: string; readonly style: TextStyle }[]

export const fence = '```'
export const quoteMark = '> '
/** A line that would be a quote but for the backslashes before it, of which one is taken away. */
export const isEscapedQuote = (line: string): boolean => /^\\+> ./u.test(line)

/** What begins a mark. */
export const isMarkCharacter = (character: string | undefined): boolean =>
  character !== undefined && character !== '' && '*~|_`'.includes(character)
