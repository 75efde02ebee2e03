/** Another computer that connections go through. */
import { z } from 'zod'

export const ProxyServer = z.object({
  /** SOCKS 5 (RFC 1928), as Tor offers it; HTTP `CONNECT` (RFC 9110, section 9.3.6). */
  kind: z.enum(['socks5', 'http']),
  host: z.string().trim().min(1).max(253),
  port: z.int().min(1).max(65_535),
})
export type ProxyServer = z.infer<typeof ProxyServer>

/** The first entry of what Chromium and PAC files call a list of proxies: `SOCKS5 host:port; PROXY host:port; DIRECT`. */
export function firstProxyOf(list: string): ProxyServer | null {
  const [, scheme = '', host = '', port = ''] = /^\s*(\w+)\s+(.+?):(\d+)\s*(?:;|$)/.exec(list) ?? []
  const kind = ({ PROXY: 'http', SOCKS: 'socks5', SOCKS5: 'socks5' } as const)[scheme.toUpperCase()]
  const parsed = ProxyServer.safeParse({ kind, host: host.replace(/^\[|\]$/g, ''), port: Number(port) })
  return parsed.success ? parsed.data : null
}

/** `http://host:port` or `socks5://host:port`, as environments name it; null for anything else. */
export function proxyOfUrl(url: string): ProxyServer | null {
  if (!URL.canParse(url)) return null
  const { protocol, hostname, port } = new URL(url)
  const kind = ({ 'http:': 'http', 'socks5:': 'socks5', 'socks5h:': 'socks5' } as const)[protocol]
  const usual = kind === 'http' ? 80 : 1080
  const parsed = ProxyServer.safeParse({
    kind,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? usual : Number(port),
  })
  return parsed.success ? parsed.data : null
}
