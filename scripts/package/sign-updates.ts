/**
 * Signs each package that the feeds in `out` name, for the program's own check (see shared/update-statement.ts). The key:
 * `MEGACHAT_UPDATE_SIGNING_KEY`, an Ed25519 private key as PEM. Prints the public key that packages must carry.
 */
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parse, stringify } from 'yaml'
import { updateStatement } from '../../shared/update-statement.ts'

interface Feed {
  readonly version: string
  readonly files: { readonly url: string; readonly sha512: string; signature?: string }[]
}

/** `latest.yml` is for Windows; the others name their system, Linux' its processor too where it is another than x64. */
function platformOf(feed: string, url: string): string {
  const arm = /arm64|aarch64/
  if (feed.includes('-mac')) return arm.test(url) ? 'darwin-arm64' : 'darwin-x64'
  if (feed.includes('-linux')) return arm.test(feed) ? 'linux-arm64' : 'linux-x64'
  return arm.test(url) ? 'win32-arm64' : 'win32-x64'
}

/** `feed`: the text of a `latest*.yml` called `name`. */
export function signed(name: string, feed: string, key: KeyObject): string {
  const { version, files, ...rest } = parse(feed) as Feed
  const withSignatures = files.map((file) => {
    const statement = updateStatement({ version, platform: platformOf(name, file.url), sha512: file.sha512 })
    return { ...file, signature: sign(null, statement, key).toString('base64') }
  })
  return stringify({ version, files: withSignatures, ...rest }, { lineWidth: 0 })
}

/** 32 bytes, base64: what `MEGACHAT_UPDATE_KEYS` says when packages are built. */
export const publicKeyText = (key: KeyObject): string =>
  (createPublicKey(key).export({ format: 'der', type: 'spki' }) as Buffer).subarray(-32).toString('base64')

if (process.argv[1] === import.meta.filename) {
  const pem = process.env.MEGACHAT_UPDATE_SIGNING_KEY
  const feeds = globSync(path.join(import.meta.dirname, '../../out/latest*.yml'))
  if (pem === undefined || feeds.length === 0) {
    process.stderr.write(
      'MEGACHAT_UPDATE_SIGNING_KEY holds no key, or out holds no latest*.yml: build the packages first.\n',
    )
    process.exit(1)
  }
  const key = createPrivateKey(pem)
  for (const file of feeds) writeFileSync(file, signed(path.basename(file), readFileSync(file, 'utf8'), key))
  process.stdout.write(`${feeds.length} feeds signed by ${publicKeyText(key)}\n`)
}
