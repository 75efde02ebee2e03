import { renderUnicodeCompact } from 'uqr'
import { adminRoutes } from '../../admin/routes.ts'
import { UsageError } from '../config-file.ts'
import { programName } from '../program-name.ts'
import type { Call } from './call.ts'
import { date, table } from './table.ts'
import { defaultDays } from './usage.ts'

const day = 24 * 60 * 60_000
const head = ['ID', 'FOR', 'USES LEFT', 'UNTIL']

export async function tokens(call: Call): Promise<void> {
  const all = await call.ask(adminRoutes.tokens)
  const rows = all.map(({ id, label, uses, expiresAt }) => [id, label, String(uses), date(expiresAt)])
  call.show(all, () =>
    all.length === 0 ? 'none but the one in the link that the relay prints' : table([head, ...rows]),
  )
}

export async function token(call: Call): Promise<void> {
  const [, what, id] = call.words
  if (what === 'new') return makeToken(call)
  if (what !== 'remove' || id === undefined) throw new UsageError(`${programName} token new, or token remove ID`)
  await call.ask(adminRoutes.deleteToken, { params: { id } })
  call.say(`${id} is good for nothing any more.`)
}

async function makeToken(call: Call): Promise<void> {
  const { label = '', uses, days } = call.given
  const expiresAt = Date.now() + whole('days', days, defaultDays) * day
  const made = await call.ask(adminRoutes.makeToken, { body: { label, uses: whole('uses', uses, 1), expiresAt } })
  const { id, link } = made
  call.show(
    made,
    () => `${link}\n\n${renderUnicodeCompact(link, { border: 2 })}\nremove it: ${programName} token remove ${id}`,
  )
}

function whole(name: string, given: string | undefined, usual: number): number {
  if (given === undefined) return usual
  if (!/^\d{1,6}$/.test(given) || Number(given) === 0) throw new UsageError(`--${name}: a number from 1 on`)
  return Number(given)
}
