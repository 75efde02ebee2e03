/** Finds what a message text holds: links and emoji alone. Has no knowledge of components; never makes markup. */
import { oneEmoji } from '../../../shared/one-emoji.ts'

export type Segment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }

/**
 * Web addresses with scheme or `www.`, and e-mail addresses (RFC 5321 §4.5.3.1: 64 octets before the `@`, 255 after it, a
 * label has 63). A candidate only: `asLink` decides. The bounds keep the search linear: whoever writes the text also
 * decides how long it takes.
 */
const candidate =
  /(?:https?:\/\/|www\.)[^\s<>"\u2028\u2029]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,30}/giu

/** Direction marks make a link read other than where it leads. */
const directionMarks = /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/u

const closers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

const count = (text: string, character: string): number => text.split(character).length - 1

/** Drops punctuation that belongs to the sentence: `(see https://a.b/c_(d)).` ends with `c_(d)`. */
function withoutTrailing(text: string): string {
  const surplus = new Map(
    Object.entries(closers).map(([closer, opener]) => [closer, count(text, closer) - count(text, opener)]),
  )
  let end = text.length
  for (; end > 0; end -= 1) {
    const last = text[end - 1] ?? ''
    if (/[.,;:!?'"*_~…»«“”‘’]/u.test(last)) continue
    const unopened = surplus.get(last) ?? 0
    if (unopened <= 0) break
    surplus.set(last, unopened - 1)
  }
  return text.slice(0, end)
}

function asLink(text: string): string | null {
  if (directionMarks.test(text)) return null
  const isWeb = /^https?:/iu.test(text)
  const isWww = /^www\./iu.test(text)
  const address = isWeb ? text : isWww ? `https://${text}` : `mailto:${text}`
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  // A user name before the host serves to make one host look like another.
  if (url.protocol !== 'mailto:' && (url.username !== '' || url.hostname === '')) return null
  return url.href
}

/** Splits a text into plain parts and links, in order; joined again they are the text. */
export function segmentsOf(text: string): Segment[] {
  const segments: Segment[] = []
  let done = 0
  for (const match of text.matchAll(candidate)) {
    const shown = withoutTrailing(match[0])
    const url = asLink(shown)
    if (url === null) continue
    if (match.index > done) segments.push({ kind: 'text', text: text.slice(done, match.index) })
    segments.push({ kind: 'link', text: shown, url })
    done = match.index + shown.length
  }
  if (done < text.length) segments.push({ kind: 'text', text: text.slice(done) })
  return segments
}

/** More than this many emoji are a text like any other. */
const mostLargeEmoji = 5

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** How many emoji the text consists of, 1 to 5; 0 when it holds anything else or more. */
export function emojiAlone(text: string): number {
  const bare = text.replace(/\s/gu, '')
  // No emoji is longer than a few dozen code units; a long text need not be taken apart.
  // And none has a letter in it: most texts are told by their first one.
  if (bare === '' || bare.length > mostLargeEmoji * 40 || /\p{L}/u.test(bare)) return 0
  let count = 0
  for (const { segment } of graphemes.segment(bare)) {
    count += 1
    if (count > mostLargeEmoji || !oneEmoji.test(segment)) return 0
  }
  return count
}
