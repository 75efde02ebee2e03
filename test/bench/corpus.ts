/** Texts as people write them in English and German: few words all the time, most words hardly ever (Zipf's law). */

const english =
  `the to i you a and it that in is of for on me my we so have be with at do what just this are was not no know
like can if all up get but your go good now out how about time they see there one think will when or day from them want need
come really he she would back yeah well still then here today as had right got tomorrow work home thanks love going make let
could been people much tell sure why has did over more who morning only going night okay where say something too week
message great call later before after little again meet new next maybe never really always take should dinner train
photo weekend project meeting holiday question answer beautiful together because`.split(/\s+/)

const german =
  `ich und die das der du nicht ist es in zu ein wir so mit auf hab noch war was da aber mal auch ja wie dann
schon an mir bin mich dir wenn hast für heute jetzt von den nur sind morgen gut nein kann kein eine dich am uns oder doch
immer haben mein bei alles wird hier nach muss mehr gerade wieder um aus sehr weil machen können ganz wo dass habe zum
vielleicht will warum danke bis einfach über gehen kommen wollen abend müssen bitte leider natürlich nachher wochenende
schön größe straße verstehe eigentlich versuchen schreiben schauen später zusammen frühstück besprechung entscheidung`.split(
    /\s+/,
  )

const syllables = `an be ca de er fo ge hi in ja ka le mi no or pa qu ri sch te un ver wo ex ya zu ung lich ein ent stra
ment tion able burg heim feld schaft keit pro con inter über vor`.split(/\s+/)

/** Words that are used now and then: names, places, compounds. */
const rareWords = 60_000

export interface Corpus {
  readonly random: () => number
  readonly sentence: () => string
  /** The words from the most to the least frequent. */
  readonly words: readonly string[]
}

/** The same for the same `seed`. */
export function corpus(seed: number): Corpus {
  // mulberry32: small, and good enough for texts.
  let state = seed >>> 0
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const common = english.flatMap((word, index) => [word, german[index] ?? word])
  const rare = Array.from({ length: rareWords }, () =>
    Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(syllables)).join(''),
  )
  const words = [...new Set([...common, ...rare])]
  const sums: number[] = []
  let sum = 0
  for (let rank = 0; rank < words.length; rank++) {
    sum += 1 / (rank + 2.7)
    sums.push(sum)
  }
  const word = (): string => {
    const wanted = random() * sum
    let low = 0
    let high = words.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] as number) < wanted) low = middle + 1
      else high = middle
    }
    return words[low] as string
  }
  const sentence = (): string => {
    const length = 1 + Math.floor(-Math.log(1 - random()) * 9)
    const text = Array.from({ length: Math.min(length, 120) }, word).join(' ')
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}${pick(['', '.', '!', '?', ' 🙂'])}`
  }
  return { random, sentence, words }
}
