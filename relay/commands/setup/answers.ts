/** What a new relay is asked for, and the configuration that follows from it. */
import { isIP } from 'node:net'
import { stringify } from 'yaml'
import type { RelayOptions } from '../../settings.ts'

export type Reach = 'computer' | 'network' | 'internet'
export type Certificate = 'own' | 'files' | 'proxy'

export interface Answers {
  readonly name: string
  readonly reach: Reach
  /** Under which clients reach it, in the internet. */
  readonly host: string | null
  readonly certificate: Certificate
  readonly files: { readonly cert: string; readonly key: string } | null
  readonly port: number
  readonly registration: 'open' | 'token' | 'closed'
  readonly coturn: boolean
  readonly data: string
}

const head = `# Made by "relay setup". docs/relay.yaml shows what else can be said here.
# After a change: relay doctor, then restart the relay.
`

/** The port that belongs to a scheme is left out of its URL. */
const portOf = (certificate: Certificate, port: number): string =>
  certificate === 'proxy' || port === 443 ? '' : `:${port}`

/** Options as they stand in the file. */
export function optionsOf(answers: Answers): RelayOptions {
  const { name, reach, host, certificate, files, port, registration, coturn, data } = answers
  const behindProxy = reach === 'internet' && certificate === 'proxy'
  return {
    name,
    data,
    host: reach === 'computer' || behindProxy ? '127.0.0.1' : '0.0.0.0',
    port,
    ...(reach === 'internet' && host !== null && { publicUrl: `https://${urlHost(host)}${portOf(certificate, port)}` }),
    ...(behindProxy && { trustProxy: true }),
    ...(certificate === 'files' && files !== null && { tls: files }),
    registration,
    ...(coturn && { coturn: {} }),
  }
}

export const configText = (answers: Answers): string => `${head}\n${stringify(optionsOf(answers))}`

const urlHost = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host)

/** What is wrong with an answer, in words; null where nothing is. */
export const check = {
  name: (text: string) => (text.length >= 1 && text.length <= 64 ? null : 'between 1 and 64 characters'),
  host: (text: string) =>
    isIP(text) !== 0 || /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text)
      ? null
      : 'a name such as relay.example.org or an address, without https:// and without a port',
  port: (text: string) => (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535 ? null : '1 to 65535'),
} as const
