/** Whether a text is one emoji. */

/** UTF-16 code units; the longest emoji there is has 35 (Unicode 16). */
const maxLength = 64

const part = String.raw`\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?(?:[\u{E0020}-\u{E007E}]+\u{E007F})?`
/** Flags, keycaps, and sequences, of emoji to come as well (Unicode Technical Standard #51, ED-17 "emoji sequence"). */
const form = new RegExp(String.raw`^(?:\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3|${part}(?:\u200D${part})*)$`, 'u')

export function isEmoji(text: string): boolean {
  if (text.length > maxLength || !form.test(text)) return false
  return [...new Intl.Segmenter().segment(text)].length === 1
}
