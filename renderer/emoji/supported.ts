/**
 * Which emoji the system can show. Fonts learn new ones years later; what they do not know is drawn as an empty box. One
 * emoji of each Emoji version stands for all of it.
 */
import versions from 'emojibase-data/versions/emoji.json'

/** Emoji version to one that came with it and is a single character or a sequence that falls apart where it is unknown. */
const witnesses: readonly (readonly [version: string, emoji: string])[] = [
  ['12', '🥱'],
  ['12.1', '🧑‍🦰'],
  ['13', '🥲'],
  ['13.1', '😮‍💨'],
  ['14', '🫠'],
  ['15', '🫨'],
  ['15.1', '🐦‍🔥'],
  ['16', '🫩'],
  ['17', '🫪'],
]

/** Pixels. */
const size = 20

type Draw = (text: string, colour: string) => string

function drawer(): Draw | null {
  const canvas = document.createElement('canvas')
  canvas.width = 3 * size
  canvas.height = size
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return null
  return (text, colour) => {
    context.clearRect(0, 0, canvas.width, canvas.height)
    context.font = `${size - 4}px system-ui`
    context.fillStyle = colour
    context.textBaseline = 'top'
    context.fillText(text, 0, 0)
    return context.getImageData(0, 0, canvas.width, canvas.height).data.join()
  }
}

/** Tells which emoji, by hex code, are drawn in colour here; all of them where none is, and nothing can be told. */
export function supportedEmoji(): (hexcode: string) => boolean {
  const draw = drawer()
  // A letter takes the colour it is drawn in, an emoji has its own.
  const coloured = (emoji: string) => draw !== null && draw(emoji, '#000') === draw(emoji, '#fff')
  if (!coloured('😀')) return () => true
  const missing = witnesses.filter(([, emoji]) => !coloured(emoji)).map(([version]) => version)
  const codes: Readonly<Record<string, readonly string[]>> = versions
  const hidden = new Set(missing.flatMap((version) => codes[version] ?? codes[`${version}.0`] ?? []))
  return (hexcode) => !hidden.has(hexcode)
}
