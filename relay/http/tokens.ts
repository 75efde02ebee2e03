/** Reads tokens and capabilities from a request. They leave here as hashes. */
import type { FastifyRequest } from 'fastify'
import { headers } from '../../shared/relay-api/index.ts'
import { fromBase64url, sha256 } from '../encoding.ts'
import type { Access } from '../storage/store.ts'

function header(request: FastifyRequest, name: string): string | null {
  const value = request.headers[name]
  return typeof value === 'string' && value !== '' ? value : null
}

/** SHA-256 of the token's bytes; a token of a wrong form is as good as a wrong token. */
const hashOf = (token: string) => sha256(fromBase64url(token))

/** By what right an anonymous request reaches an account. */
export function accessOf(request: FastifyRequest): Access {
  const delivery = header(request, headers.deliveryToken)
  if (delivery !== null) return { kind: 'delivery', hash: hashOf(delivery) }
  const asked = header(request, headers.requestToken)
  if (asked !== null) return { kind: 'request', hash: hashOf(asked) }
  return { kind: 'stranger' }
}

/** Hash of the capability of a blob; of nothing where there is none. */
export const capabilityOf = (request: FastifyRequest): Uint8Array => hashOf(header(request, headers.capability) ?? '')
