/** The proxy that the environment names, as curl and others read it; a browser's own is not told. */
import { proxyOfUrl } from '../../shared/proxy.ts'
import type { ProxyWay } from '../core/host.ts'

export function proxyOfEnvironment(env: Readonly<Record<string, string | undefined>>): ProxyWay | null {
  const named = env.https_proxy ?? env.HTTPS_PROXY ?? env.all_proxy ?? env.ALL_PROXY ?? ''
  const proxy = proxyOfUrl(named)
  return proxy === null ? null : { proxy, chosen: false }
}
