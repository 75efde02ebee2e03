/** The relay as a program of its own. One JSON line on standard output when it listens; logs go to standard error. */
import { encodeRelayLink } from '../shared/invite/index.ts'
import { fromBase64url } from './encoding.ts'
import { readOptions, UsageError, usage } from './options.ts'
import { type RunningRelay, startRelay } from './start.ts'

function fail(message: string, code: number): never {
  process.stderr.write(`relay: ${message}\n`)
  process.exit(code)
}

/** `link` is what the first people paste as "Relay address or invite link"; others are invited by them. */
function announcement({ url, urls, pin, registrationToken }: RunningRelay): object {
  const relayPin = pin === null ? null : fromBase64url(pin)
  return {
    ...{ event: 'listening', url, urls, link: encodeRelayLink({ relayUrls: urls, relayPin, registrationToken }) },
    ...(pin !== null && { pin }),
    ...(registrationToken !== null && { registrationToken }),
  }
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  if (options === null) {
    process.stdout.write(usage)
    return
  }
  const relay = await startRelay(options, { onFailure: ({ message }) => fail(message, 1) })
  process.stdout.write(`${JSON.stringify(announcement(relay))}\n`)

  const stop = () => {
    // A second signal ends it at once.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop)
    relay.close().then(
      () => process.exit(0),
      (error) => fail(String(error), 1),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
}

main().catch((error) => {
  if (error instanceof UsageError) fail(`${error.message}\n\n${usage}`, 2)
  fail(error instanceof Error ? error.message : String(error), 1)
})
