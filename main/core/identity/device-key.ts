/** The device's own Ed25519 key (RFC 8032), with which it proves itself to its relay. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** Gives a new private key as PKCS #8 DER. */
export function newDeviceKey(): Uint8Array {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' })
}

export class DeviceKey {
  readonly #key: KeyObject

  constructor(pkcs8: Uint8Array) {
    this.#key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })
  }

  /** Raw public key, 32 bytes. */
  get publicKey(): Uint8Array {
    const { x } = createPublicKey(this.#key).export({ format: 'jwk' })
    return Buffer.from(x ?? '', 'base64url')
  }

  /** Gives the signature, 64 bytes. */
  sign(statement: Uint8Array): Uint8Array {
    return sign(null, statement, this.#key)
  }
}
