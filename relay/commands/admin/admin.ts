/** `relay status`, `relay accounts`, `relay block` and so on: what whoever runs a relay sees and decides. */
import { UsageError } from '../config-file.ts'
import { accounts, block, deleteOne, unblock } from './accounts.ts'
import { backup } from './backup.ts'
import { Call, type Streams } from './call.ts'
import { status } from './status.ts'
import { token, tokens } from './tokens.ts'
import { adminUsage } from './usage.ts'

const commands: Readonly<Record<string, (call: Call) => Promise<void>>> = {
  ...{ status, backup, accounts, block, unblock, tokens, token },
  delete: deleteOne,
}

/** Words by which these commands are known. */
export const adminCommands = Object.keys(commands)

/** @throws UsageError */
export async function admin(args: readonly string[], streams: Streams): Promise<void> {
  const call = new Call(args, streams)
  const command = commands[call.words[0] ?? '']
  if (command === undefined) throw new UsageError(adminUsage)
  await command(call)
}
