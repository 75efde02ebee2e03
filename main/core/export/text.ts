/** Formatted text as HTML. Whatever a message holds stays text: nothing of it is markup here. */
import type { TextRange } from '../../../shared/contract/index.ts'
import type { Formatted } from '../../../shared/excerpt.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export const escaped = (text: string): string => text.replace(/[&<>"']/gu, (sign) => entities[sign] ?? sign)

const address = /https?:\/\/[^\s<>"]+[^\s<>"'.,;:!?)\]]/gu

function linked(text: string): string {
  let html = ''
  let done = 0
  for (const { index, 0: url } of text.matchAll(address)) {
    const link = escaped(url)
    html += `${escaped(text.slice(done, index))}<a href="${link}" rel="noreferrer">${link}</a>`
    done = index + url.length
  }
  return html + escaped(text.slice(done))
}

const covers = ({ start, length }: TextRange, at: number): boolean => start <= at && at < start + length

export function htmlOf({ text, ranges }: Formatted): string {
  const cuts = new Set([0, text.length])
  for (const { start, length } of ranges) {
    cuts.add(Math.min(text.length, start))
    cuts.add(Math.min(text.length, start + length))
  }
  const places = [...cuts].sort((a, b) => a - b)
  return places
    .slice(0, -1)
    .map((start, index) => {
      const words = linked(text.slice(start, places[index + 1]))
      const styles = new Set(ranges.filter((range) => covers(range, start)).map(({ style }) => style))
      return styles.size === 0 ? words : `<span class="${[...styles].join(' ')}">${words}</span>`
    })
    .join('')
}
