/**
 * The relay's certificate: given, or signed by itself. Clients pin the SHA-256 of its public key (SubjectPublicKeyInfo),
 * so the key is kept and the certificate is made anew at each start.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, webcrypto, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { sha256, toBase64url } from './encoding.ts'
import { isMissing, writePrivateFile } from './private-file.ts'

export const tlsKeyFile = 'tls-key.pem'
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const certificateYears = 10

export interface TlsIdentity {
  /** PEM. */
  readonly key: string
  /** PEM. */
  readonly cert: string
  /** SHA-256 of SubjectPublicKeyInfo, base64url. */
  readonly pin: string
}

/** @param names Host names and addresses that the certificate is for; informative, since clients check the pin. */
export async function selfSignedTls(folder: string, names: readonly string[]): Promise<TlsIdentity> {
  // Only now: who needs no certificate starts sooner. reflect-metadata comes first, the other asks for it.
  await import('reflect-metadata')
  const { SubjectAlternativeNameExtension, X509CertificateGenerator } = await import('@peculiar/x509')
  const key = await storedKey(path.join(folder, tlsKeyFile))
  const keys = await importKeys(key)
  const notBefore = new Date()
  notBefore.setDate(notBefore.getDate() - 1)
  const notAfter = new Date(notBefore)
  notAfter.setFullYear(notAfter.getFullYear() + certificateYears)
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=MegaChat relay',
      notBefore,
      notAfter,
      signingAlgorithm: algorithm,
      keys,
      extensions: [new SubjectAlternativeNameExtension(names.map((value) => ({ type: nameType(value), value })))],
    },
    webcrypto,
  )
  const cert = certificate.toString('pem')
  return { key, cert, pin: pinOf(cert) }
}

/** @throws Error when the files cannot be read or are no PEM. */
export async function givenTls(files: { readonly cert: string; readonly key: string }): Promise<TlsIdentity> {
  const [cert, key] = await Promise.all([readFile(files.cert, 'utf8'), readFile(files.key, 'utf8')])
  return { cert, key, pin: pinOf(cert) }
}

/** SHA-256 of the certificate's SubjectPublicKeyInfo, base64url. */
export function pinOf(certificatePem: string): string {
  const spki = new X509Certificate(certificatePem).publicKey.export({ type: 'spki', format: 'der' })
  return toBase64url(sha256(spki))
}

const nameType = (name: string): 'ip' | 'dns' => (/^[\d.]+$|:/.test(name) ? 'ip' : 'dns')

async function storedKey(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (!isMissing(error)) throw error
  }
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: algorithm.namedCurve })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  await writePrivateFile(file, pem)
  return pem
}

async function importKeys(pem: string): Promise<webcrypto.CryptoKeyPair> {
  const pkcs8 = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' })
  const spki = createPublicKey(pem).export({ type: 'spki', format: 'der' })
  const { subtle } = webcrypto
  const privateKey = await subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign'])
  const publicKey = await subtle.importKey('spki', spki, algorithm, true, ['verify'])
  return { privateKey, publicKey }
}
