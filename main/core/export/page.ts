/** One page of an exported chat. Reads and writes nothing. */
import type { Message } from '../../../shared/contract/index.ts'
import { formatClock, formatDateTime, formatDay } from '../../../shared/formats.ts'
import { styleSheet } from './style.ts'
import { escaped, htmlOf } from './text.ts'
import type { Language, Say } from './words.ts'

/** Where a message's file was copied to, relative to the page; null where it is not on this computer. */
export type Copies = ReadonlyMap<Message['id'], string | null>

export interface PageInput {
  readonly name: string
  readonly messages: readonly Message[]
  readonly copies: Copies
  readonly page: number
  readonly pages: number
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly language: Language
  readonly say: Say
}

/** The file of a page, counted from 1. */
export const pageName = (page: number): string => (page === 1 ? 'index.html' : `page-${page}.html`)

export function pageOf(input: PageInput): string {
  const { name, messages, page, pages, now, language, say } = input
  const title = escaped(say('title', { name }))
  const links = [
    ...(page > 1 ? [`<a href="${pageName(page - 1)}">${say('previous')}</a>`] : []),
    ...(pages > 1 ? [`<span>${say('page', { page, pages })}</span>`] : []),
    ...(page < pages ? [`<a href="${pageName(page + 1)}">${say('next')}</a>`] : []),
  ]
  const way = links.length === 0 ? '' : `<nav>${links.join(' ')}</nav>`
  let day = ''
  const rows = messages.map((message) => {
    const today = formatDay(message.sentAt, now, language)
    const heading = today === day ? '' : `<h2>${escaped(today)}</h2>\n`
    day = today
    return heading + rowOf(message, input)
  })
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="script-src 'none'; object-src 'none'; frame-src 'none'">
<title>${title}</title>
<style>${styleSheet}</style>
</head>
<body>
<header><h1>${title}</h1><p>${escaped(say('exported', { time: formatDateTime(now, language) }))}</p>${way}</header>
<main>
${rows.length === 0 ? `<p class="note">${say('empty')}</p>` : rows.join('\n')}
</main>
<footer>${way}</footer>
</body>
</html>
`
}

function rowOf(message: Message, input: PageInput): string {
  const { name, language, say } = input
  const { body, own, sentAt, editedAt, reactions } = message
  const time = `<time datetime="${new Date(sentAt).toISOString()}">${escaped(formatDateTime(sentAt, language))}</time>`
  if (body.kind === 'notice' || body.kind === 'timer') return `<p class="note">${say(body.kind)} · ${time}</p>`
  const marks = [time, ...(editedAt === null ? [] : [say('edited')])].join(' · ')
  const felt = reactions.map(({ emoji }) => escaped(emoji)).join(' ')
  return `<article class="${own ? 'own' : 'other'}" id="m${message.id}">
<p class="who">${escaped(own ? say('you') : name)} · ${marks}</p>
${contentOf(message, input)}${felt === '' ? '' : `\n<p class="felt">${felt}</p>`}
</article>`
}

function contentOf(message: Message, { name, copies, say }: PageInput): string {
  const { body } = message
  switch (body.kind) {
    case 'text':
      return before(body, name, say) + (body.text === '' ? '' : `<p class="text">${htmlOf(body)}</p>`)
    case 'file': {
      const { caption, ranges } = body
      const words = caption === '' ? '' : `<p class="text">${htmlOf({ text: caption, ranges })}</p>`
      return before(body, name, say) + fileOf(body, copies.get(message.id) ?? null, say) + words
    }
    case 'contact':
      return `<p>${escaped(say('contact', { text: `${body.name} (${body.address})` }))}</p>`
    case 'deleted':
      return `<p class="gone">${say('deleted')}</p>`
    case 'call': {
      const length = body.duration > 0 ? ` · ${formatClock(body.duration)}` : ''
      return `<p>${say(body.outcome === 'answered' ? 'call' : 'missed')}${length}</p>`
    }
    default:
      return ''
  }
}

type Said = Pick<Extract<Message['body'], { kind: 'text' }>, 'quote' | 'forwarded'>

/** What stands above what was said. */
function before({ quote, forwarded }: Said, name: string, say: Say): string {
  const lines = forwarded ? [`<p class="forwarded">${say('forwarded')}</p>`] : []
  if (quote !== null) {
    const words = say('answer', { name: quote.own ? say('you') : name, text: quote.excerpt })
    lines.push(`<blockquote><a href="#m${quote.messageId}">${escaped(words)}</a></blockquote>`)
  }
  return lines.join('')
}

function fileOf({ name, media }: Extract<Message['body'], { kind: 'file' }>, copy: string | null, say: Say): string {
  if (copy === null) return `<p class="gone">${escaped(say('missing', { text: name }))}</p>`
  const place = escaped(copy.split('/').map(encodeURIComponent).join('/'))
  switch (media?.kind) {
    case 'picture':
      return `<a href="${place}"><img src="${place}" alt="${escaped(name)}" loading="lazy"></a>`
    case 'video':
      return `<video src="${place}" controls preload="none"></video>`
    case 'audio':
    case 'voice':
      return `<audio src="${place}" controls preload="none"></audio>`
    default:
      return `<p><a href="${place}" download>${escaped(name)}</a></p>`
  }
}
