/** A page for people: whether the relay is well, and who may come. Read-only, without a script, in English and German. */
import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { RelayContext } from '../context.ts'
import type { Settings } from '../settings.ts'

const style = `:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}
body{max-width:32rem;margin:15vh auto 0;padding:0 1.5rem}
h1{font-size:1.5rem;line-height:1.2;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1.5rem}
dt{opacity:.7}dd{margin:0}`
const styleHash = createHash('sha256').update(style).digest('base64')
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`

type State = 'well' | 'draining' | 'away'

const words = {
  en: {
    locale: 'en-GB',
    title: 'MegaChat relay',
    state: 'State',
    states: { well: 'Well', draining: 'About to restart', away: 'Its database is away' },
    registration: 'New accounts',
    registrations: { open: 'For everybody', token: 'By invitation', closed: 'None' },
    since: 'Runs since',
    devices: 'Devices connected',
  },
  de: {
    locale: 'de-DE',
    title: 'MegaChat-Relay',
    state: 'Zustand',
    states: { well: 'In Ordnung', draining: 'Startet gleich neu', away: 'Seine Datenbank ist nicht erreichbar' },
    registration: 'Neue Konten',
    registrations: { open: 'Für alle', token: 'Auf Einladung', closed: 'Keine' },
    since: 'Läuft seit',
    devices: 'Verbundene Geräte',
  },
} as const satisfies Record<
  string,
  { registrations: Record<Settings['registration'], string>; [word: string]: unknown }
>

type Language = keyof typeof words

/** The first of ours that the reader prefers. */
export const languageOf = (accepted: string | undefined): Language =>
  /^\s*de\b/i.test(accepted?.split(',').find((one) => /^\s*(de|en)\b/i.test(one)) ?? '') ? 'de' : 'en'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

interface Shown {
  readonly name: string
  readonly state: State
  readonly registration: Settings['registration']
  readonly since: Date
  readonly devices: number
}

export function statusPage(language: Language, { name, state, registration, since, devices }: Shown): string {
  const say = words[language]
  const rows = [
    [say.state, say.states[state]],
    [say.registration, say.registrations[registration]],
    [
      say.since,
      `${new Intl.DateTimeFormat(say.locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(since)} UTC`,
    ],
    [say.devices, new Intl.NumberFormat(say.locale).format(devices)],
  ]
  const list = rows.map(([term, value = '']) => `<dt>${term}</dt><dd>${escaped(value)}</dd>`).join('')
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(name)} · ${say.title}</title>
<meta name="viewport" content="width=device-width"><style>${style}</style></head>
<body><main><h1>${escaped(name)}</h1><dl>${list}</dl></main></body></html>`
}

export function statusRoutes(app: FastifyInstance, { draining, metrics, settings, store }: RelayContext): void {
  if (!settings.statusPage) return
  const since = new Date()
  app.get('/status', async (request, reply) => {
    const answers = await store.findByName('').then(
      () => true,
      () => false,
    )
    const page = statusPage(languageOf(request.headers['accept-language']), {
      ...{ name: settings.name, registration: settings.registration, since },
      state: draining.aborted ? 'draining' : answers ? 'well' : 'away',
      devices: (await metrics.sockets.get()).values[0]?.value ?? 0,
    })
    return reply
      .header('content-security-policy', policy)
      .header('cache-control', 'no-store')
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('vary', 'accept-language')
      .type('text/html; charset=utf-8')
      .send(page)
  })
}
