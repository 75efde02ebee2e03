/**
 * The relay's own keys: made once, kept in the data folder, readable by its owner alone. Losing them makes every
 * contact's stored trust root and every pin wrong.
 */
import { randomBytes } from 'node:crypto'
import { chmod, readFile } from 'node:fs/promises'
import path from 'node:path'
import { PrivateKey, ServerCertificate } from '@signalapp/libsignal-client'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { fromBase64url, toBase64url } from './encoding.ts'
import { isMissing, writePrivateFile } from './private-file.ts'

export const keysFile = 'relay-keys.json'

/** Numbers the server certificate; it changes with the server key. */
const serverKeyId = 1

const Stored = Type.Object({
  version: Type.Literal(1),
  trustRoot: Type.String(),
  serverKey: Type.String(),
  serverCertificate: Type.String(),
  ticketKey: Type.String(),
  registrationToken: Type.String(),
})
type Stored = Type.Static<typeof Stored>

export interface Secrets {
  /** Sender certificates chain to its public key. */
  readonly trustRoot: PrivateKey
  readonly serverKey: PrivateKey
  readonly serverCertificate: ServerCertificate
  /** HMAC-SHA-256 key of tickets and nonces, 32 bytes. */
  readonly ticketKey: Uint8Array
  readonly registrationToken: string
}

/** @throws Error when the file is there but is not ours. */
export async function openSecrets(folder: string): Promise<Secrets> {
  const file = path.join(folder, keysFile)
  const stored = (await readStored(file)) ?? (await writeStored(file, makeStored()))
  return {
    trustRoot: PrivateKey.deserialize(fromBase64url(stored.trustRoot)),
    serverKey: PrivateKey.deserialize(fromBase64url(stored.serverKey)),
    serverCertificate: ServerCertificate.deserialize(fromBase64url(stored.serverCertificate)),
    ticketKey: fromBase64url(stored.ticketKey),
    registrationToken: stored.registrationToken,
  }
}

function makeStored(): Stored {
  const trustRoot = PrivateKey.generate()
  const serverKey = PrivateKey.generate()
  return {
    version: 1,
    trustRoot: toBase64url(trustRoot.serialize()),
    serverKey: toBase64url(serverKey.serialize()),
    serverCertificate: toBase64url(ServerCertificate.new(serverKeyId, serverKey.getPublicKey(), trustRoot).serialize()),
    ticketKey: toBase64url(randomBytes(32)),
    registrationToken: toBase64url(randomBytes(16)),
  }
}

async function readStored(file: string): Promise<Stored | null> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
  await chmod(file, 0o600)
  try {
    return Value.Parse(Stored, JSON.parse(text))
  } catch {
    throw new Error(`${keysFile} in the data folder is damaged or of another version`)
  }
}

async function writeStored(file: string, stored: Stored): Promise<Stored> {
  await writePrivateFile(file, `${JSON.stringify(stored, null, 2)}\n`)
  return stored
}
