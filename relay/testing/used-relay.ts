/** A relay that people have used, and what its document says that it keeps of them. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { headers, routes } from '../../shared/relay-api/index.ts'
import { sha256, toBase64url } from '../encoding.ts'
import { ask, TestAccount } from './client.ts'

const document = readFileSync(path.join(import.meta.dirname, '../../docs/privacy.md'), 'utf8')

/** The first cell of each row of the tables in a chapter. */
const cells = (text: string): string[] => [...text.matchAll(/^\| ([\w.-]+) \|/gm)].flatMap(([, cell]) => cell ?? [])

export function documentedColumns(driver: 'sqlite' | 'postgres'): string[] {
  const [, store = ''] = document.split('## Its store')
  const [common = '', more = ''] = (store.split('## Its data folder')[0] ?? '').split('In PostgreSQL besides')
  const both = cells(common).filter((column) => column.includes('.'))
  if (driver === 'sqlite') return both
  return [...both, ...cells(more)].filter((column) => column.includes('.') && !/_prekey$/.test(column))
}

export const documentedFiles = (): string[] => cells(document.split('## Its data folder')[1] ?? '')

export async function usedRelay(url: string) {
  const alice = await TestAccount.make(url, 'alice')
  await alice.ask(routes.putPrekeys, { json: alice.prekeys(10) })
  const access = { [headers.deliveryToken]: toBase64url(alice.deliveryToken) }
  await ask(url, routes.bundles, { params: { account: alice.id }, headers: access })
  const requestToken = randomBytes(32)
  await alice.ask(routes.putRequestToken, {
    params: { hash: toBase64url(sha256(requestToken)) },
    json: { expiresAt: Date.now() + 1e6 },
  })
  const waiting = [randomBytes(200), randomBytes(200), randomBytes(200)]
  for (const ciphertext of waiting) {
    const devices = [{ device: 1, registrationId: alice.registrationId, ciphertext: Uint8Array.from(ciphertext) }]
    await alice.deliver('', { devices })
  }
  const blob = await alice.createBlob(2)
  const capability = { [headers.capability]: blob.writeCapability }
  await ask(url, routes.putChunk, { params: { id: blob.id, n: 0 }, headers: capability, bytes: new Uint8Array(1024) })
  const socket = await alice.connect()
  await socket.envelopes(waiting.length)
  await socket.close()
  return {
    alice,
    waiting,
    /** In there. */
    known: [
      ['name', Buffer.from('alice')],
      ['hash of a token', Buffer.from(sha256(requestToken))],
      ['ciphertext', waiting[0]],
    ] as [string, Buffer][],
    /** Nowhere. */
    secrets: [
      ['address', Buffer.from('127.0.0.1')],
      ['delivery token', alice.deliveryToken],
      ['delivery token as text', Buffer.from(toBase64url(alice.deliveryToken))],
      ['request token', requestToken],
      ['ticket', Buffer.from(alice.ticket)],
      ['capability', Buffer.from(blob.writeCapability)],
      ['capability as bytes', Buffer.from(blob.writeCapability, 'base64url')],
    ] as [string, Buffer][],
  }
}
