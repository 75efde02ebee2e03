import { type AccountOverview, adminRoutes } from '../../admin/routes.ts'
import { UsageError } from '../config-file.ts'
import { programName } from '../program-name.ts'
import type { Call } from './call.ts'
import { bytes, sizeOf, table } from './table.ts'

const head = ['NAME', '', 'DEVICES', 'WAITING', 'CHUNKS', 'OF']

export async function accounts(call: Call): Promise<void> {
  const [, part] = call.words
  const all: AccountOverview[] = []
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page: AccountOverview[] = await call.ask(adminRoutes.accounts, { query: { part, after } })
    all.push(...page)
    after = page.at(-1)?.username
  }
  call.show(all, () => (all.length === 0 ? 'nobody' : table([head, ...all.map(row)])))
}

const row = ({ username, blocked, devices, waitingEnvelopes, waitingBytes, blobBytes, blobLimit }: AccountOverview) => [
  ...[username, blocked ? 'blocked' : '', String(devices)],
  ...[waitingEnvelopes === 0 ? '' : `${waitingEnvelopes}, ${bytes(waitingBytes)}`, bytes(blobBytes)],
  blobLimit === null ? '' : bytes(blobLimit),
]

export async function block(call: Call): Promise<void> {
  await call.ask(adminRoutes.block, { params: { username: call.name } })
  call.say(`${call.name} is shut out.`)
}

export async function unblock(call: Call): Promise<void> {
  await call.ask(adminRoutes.unblock, { params: { username: call.name } })
  call.say(`${call.name} is let in again.`)
}

/** How much may wait for one account. */
export async function limit(call: Call): Promise<void> {
  const { name } = call
  const size = call.words.slice(2).join(' ')
  const blobLimit = size === 'usual' ? null : sizeOf(size)
  if (blobLimit === undefined) throw new UsageError(`${programName} limit NAME SIZE: a size such as 20GiB, or "usual"`)
  await call.ask(adminRoutes.limit, { params: { username: name }, body: { blobLimit } })
  call.say(
    blobLimit === null
      ? `${name} has the relay’s own limit.`
      : `Chunks of up to ${bytes(blobLimit)} may wait for ${name}.`,
  )
}

export async function deleteOne(call: Call): Promise<void> {
  const { name, given } = call
  const question = `Everything that waits for ${name} is lost, and the name is free again. Type the name to delete it: `
  if (given.yes !== true && (await call.question(question)) !== name) throw new UsageError('nothing was deleted')
  await call.ask(adminRoutes.delete, { params: { username: name } })
  call.say(`${name} is deleted.`)
}
