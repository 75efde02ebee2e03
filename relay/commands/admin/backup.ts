import path from 'node:path'
import { adminRoutes } from '../../admin/routes.ts'
import type { Call } from './call.ts'

export async function backup(call: Call): Promise<void> {
  const folder = path.resolve(call.name)
  await call.ask(adminRoutes.backup, { body: { folder } })
  call.say(`Everything is in ${folder}. To go on from it: copy it to where the data folder was, and start the relay.`)
}
