/** `relay status`, `relay accounts`, `relay block` and so on: what whoever runs a relay sees and decides. */
import { UsageError } from '../config-file.ts'
import { accounts, block, deleteOne, limit, unblock } from './accounts.ts'
import { backup } from './backup.ts'
import { Call, type Streams } from './call.ts'
import { status } from './status.ts'
import { token, tokens } from './tokens.ts'
import { adminCommands, adminUsage } from './usage.ts'

const commands: Readonly<Record<(typeof adminCommands)[number], (call: Call) => Promise<void>>> = {
  ...{ status, backup, accounts, block, unblock, limit, tokens, token },
  delete: deleteOne,
}

/** @throws UsageError */
export async function admin(args: readonly string[], streams: Streams): Promise<void> {
  const call = new Call(args, streams)
  const name = adminCommands.find((one) => one === call.words[0])
  if (name === undefined) throw new UsageError(adminUsage)
  await commands[name](call)
}
