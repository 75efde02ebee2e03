/** `relay`: runs it. One JSON line on standard output when it listens; logs go to standard error. */
import { linkOf } from '../link.ts'
import { type RunningRelay, startRelay } from '../start.ts'
import { readOptions, usage } from './options.ts'

/** `link` is what the first people paste as "Relay address or invite link". */
function announcement(relay: RunningRelay): object {
  const { url, urls, pin, registrationToken } = relay
  return {
    ...{ event: 'listening', url, urls, link: linkOf(relay) },
    ...(pin !== null && { pin }),
    ...(registrationToken !== null && { registrationToken }),
  }
}

/** Settles when the relay listens. @throws UsageError @throws Error in words for whoever runs it. */
export async function serve(args: readonly string[], onFailure: (error: Error) => void): Promise<void> {
  const options = readOptions(args)
  if (options === null) {
    process.stdout.write(usage)
    return
  }
  const relay = await startRelay(options, { onFailure, isAdministered: true })
  process.stdout.write(`${JSON.stringify(announcement(relay))}\n`)

  const stop = () => {
    // A second signal ends it at once.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop)
    relay.close().then(
      () => process.exit(0),
      (error) => onFailure(error instanceof Error ? error : new Error(String(error))),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
}
