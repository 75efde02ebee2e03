/**
 * Words as search compares them: without case, marks and compatibility forms, so that `zoe` finds `Zoë`, `strasse`
 * `Straße` and `ﬁx` `fix`. What is written without spaces between words is taken apart into characters: a run of them is
 * found as a phrase. Has no knowledge of where words are looked for.
 */

export interface Word {
  /** As it is compared. */
  readonly text: string
  /** Where it stands, in UTF-16 code units of the original. */
  readonly start: number
  readonly end: number
}

/** Longer runs of letters are no words, and are told apart by their beginning. In UTF-16 code units. */
const longestWord = 64

/** Letters that Unicode does not take apart, as people type them without their own keyboard. */
const plainForms: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ς: 'σ',
}

/** Accents, Hebrew points, Arabic vowel signs and lengthening, variation selectors: written or not, the word is the same. */
const optional = /[\u0300-\u036f]|[\u0591-\u05c7]|[\u064b-\u065f]|\u0640|\u0670|[\ufe00-\ufe0f]|\p{Cf}/gu
const inWord = /[\p{L}\p{N}\p{M}]/u
const notInWord = /[^\p{L}\p{N}\p{M}]/gu
const mark = /^\p{M}+$/u
const alone =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]|\p{Extended_Pictographic}|\p{Regional_Indicator}/u
const picture = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u

type Kind =
  /** Part of a word of letters. */
  | 'letter'
  /** A word by itself. */
  | 'alone'
  /** Goes with what stands before it. */
  | 'mark'
  /** As if it were not there. */
  | 'nothing'
  | 'gap'

interface Folded {
  readonly kind: Kind
  readonly text: string
}

const gap: Folded = { kind: 'gap', text: '' }

function foldNew(character: string): Folded {
  if (picture.test(character) && !inWord.test(character)) return { kind: 'alone', text: character }
  const plain = character.normalize('NFKD').toLowerCase().replace(optional, '')
  if (plain === '') return { kind: 'nothing', text: '' }
  if (!inWord.test(character)) return gap
  const text = [...plain.replace(notInWord, '')].map((part) => plainForms[part] ?? part).join('')
  if (text === '') return gap
  return { kind: mark.test(text) ? 'mark' : alone.test(text) ? 'alone' : 'letter', text }
}

/** What people write uses few characters again and again. */
const known = new Map<string, Folded>()
const mostKnown = 20_000

function fold(character: string): Folded {
  let folded = known.get(character)
  if (folded === undefined) {
    folded = foldNew(character)
    if (known.size < mostKnown) known.set(character, folded)
  }
  return folded
}

/** The words of `text`, in order. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = []
  let word = ''
  let start = 0
  let end = 0
  let open: 'letter' | 'alone' | null = null
  const close = () => {
    if (open !== null) words.push({ text: word.slice(0, longestWord), start, end })
    open = null
  }
  let at = 0
  for (const character of text) {
    const next = at + character.length
    const { kind, text: folded } = fold(character)
    if (kind === 'nothing' || kind === 'mark') {
      if (open !== null) {
        word += folded
        end = next
      }
    } else if (kind === 'letter' && open === 'letter') {
      word += folded
      end = next
    } else {
      close()
      if (kind !== 'gap') {
        open = kind
        word = folded
        start = at
        end = next
      }
    }
    at = next
  }
  close()
  return words
}
