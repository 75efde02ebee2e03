/** What the renderer's page may load and run: itself. Both shells send it with every answer. */

export interface PolicyOptions {
  /** Further sources that the page may connect to. */
  readonly connect?: readonly string[]
  /** Its Trusted Types policies. */
  readonly policies?: readonly string[]
  /** The files origin. */
  readonly files: string
}

export function contentSecurityPolicy({ connect = [], policies = [], files }: PolicyOptions): string {
  const directives: Record<string, readonly string[]> = {
    'default-src': ["'none'"],
    // WebAssembly for the noise filter; what is compiled comes from the page itself, for lack of any other source.
    'script-src': ["'self'", "'wasm-unsafe-eval'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:', 'blob:', files],
    'media-src': ["'self'", 'blob:', files],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...connect],
    'worker-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
    'require-trusted-types-for': ["'script'"],
    'trusted-types': policies.length === 0 ? ["'none'"] : policies,
  }
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ')
}

/** Headers that go with every answer besides the policy. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy':
    'camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), geolocation=(), usb=(), hid=(), serial=()',
}
