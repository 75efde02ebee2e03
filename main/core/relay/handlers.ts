/** Answers the contract of the connection, of which looking at a relay needs no account. */
import { implement } from '@orpc/server'
import { connection as contract, type RelayCheck } from '../../../shared/contract/index.ts'
import { parseRelay, relayHost } from '../../../shared/invite/index.ts'
import { fetchInfo } from './lookup.ts'
import type { ProxyFor } from './proxy.ts'
import { Relays } from './relays.ts'
import type { RelayRoom } from './room.ts'

export function connectionRouter(relay: RelayRoom, proxyFor: ProxyFor) {
  const os = implement(contract)
  return os.router({
    watch: os.watch.handler(({ signal }) => relay.connection.watch(signal)),
    retry: os.retry.handler(() => relay.retry()),
    testProxy: os.testProxy.handler(async ({ input }) => {
      const relays = new Relays(async () => input.proxy)
      const startedAt = performance.now()
      try {
        await fetchInfo(relays.at(relay.place, 'lookup'))
        return { milliseconds: Math.round(performance.now() - startedAt) }
      } finally {
        await relays.close()
      }
    }),
    check: os.check.handler(({ input }) => checkRelay(input.addressOrInvite, proxyFor)),
  })
}

/** Looks at a relay before an account is made there. Raises the errors of the address, the link and the way there. */
export async function checkRelay(addressOrInvite: string, proxyFor: ProxyFor): Promise<RelayCheck> {
  const reference = parseRelay(addressOrInvite, Date.now())
  const { invite, relay } = reference.kind === 'link' ? reference : { invite: null, relay: null }
  const url = reference.kind === 'link' ? reference.relay.relayUrls[0] : reference.relayUrl
  const relays = new Relays(proxyFor)
  try {
    const info = await fetchInfo(relays.at({ url, pin: relay?.relayPin ?? null }, 'lookup'))
    // Who has the token is let in.
    const registration = info.registration === 'token' && relay?.registrationToken != null ? 'open' : info.registration
    const invitedBy = invite === null ? null : invite.displayName === '' ? invite.username : invite.displayName
    return { url, host: relayHost(url), registration, invitedBy }
  } finally {
    await relays.close()
  }
}
