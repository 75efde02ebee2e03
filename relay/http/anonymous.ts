/** Limits on those who reach an account without saying who they are. */
import type { FastifyRequest } from 'fastify'
import { toBase64url } from '../encoding.ts'
import type { Access } from '../storage/store.ts'
import { origin, type RateLimits } from './rate-limit.ts'

/** @throws Refusal `rate-limited`. Who has the delivery token is not limited here. */
export function limitAnonymous(rates: RateLimits, request: FastifyRequest, access: Access, account: string): void {
  if (access.kind === 'request') rates.take('requests', toBase64url(access.hash))
  if (access.kind !== 'stranger') return
  rates.take('strangersPerAddress', origin(request))
  rates.take('strangersPerMailbox', account)
}
