/** How the program reaches the outside: as the system says, straight, or through what the user has named. */
import type { Session } from 'electron'
import type { ProxyChoice } from '../../shared/contract/index.ts'
import { firstProxyOf, type ProxyServer } from '../../shared/proxy.ts'
import type { ProxyWay } from '../core/host.ts'

/** For the core. `relayUrl`: origin. */
export async function wayTo(relayUrl: string, choice: ProxyChoice, session: Session): Promise<ProxyWay | null> {
  if (choice.kind === 'none') return null
  if (choice.kind !== 'system') return { proxy: choice, chosen: true }
  const proxy = firstProxyOf(await session.resolveProxy(relayUrl))
  return proxy === null ? null : { proxy, chosen: false }
}

/** For what Chromium reaches: the page TURN servers in a call, the updater its feed. */
export async function setProxy(choice: ProxyChoice, session: Session): Promise<void> {
  if (choice.kind === 'system') await session.setProxy({ mode: 'system' })
  else if (choice.kind === 'none') await session.setProxy({ mode: 'direct' })
  else await session.setProxy({ mode: 'fixed_servers', proxyRules: rulesOf(choice), proxyBypassRules: '<-loopback>' })
  await session.closeAllConnections()
}

/** Chromium's form of it. */
function rulesOf({ kind, host, port }: ProxyServer): string {
  return `${kind}://${host.includes(':') ? `[${host}]` : host}:${port}`
}
