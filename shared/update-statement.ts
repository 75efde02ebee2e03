/** What a publisher of packages signs for each of them (Ed25519, RFC 8032), and the program checks before it installs one. */

export interface UpdateStatement {
  readonly version: string
  /** `process.platform`-`process.arch` of the program that may install it. */
  readonly platform: string
  /** Of the whole package, base64. */
  readonly sha512: string
}

/** The bytes that are signed. */
export const updateStatement = ({ version, platform, sha512 }: UpdateStatement): Uint8Array =>
  new TextEncoder().encode(`MegaChat update 1\n${version}\n${platform}\n${sha512}\n`)
