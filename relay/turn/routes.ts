/** TURN credentials as coturn checks them: time-limited, by a shared secret (draft-uberti-behave-turn-rest-00). */
import { createHmac, randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { routes } from '../../shared/relay-api/index.ts'
import type { RelayContext } from '../context.ts'
import { serve } from '../http/serve.ts'

const defaultTtlSeconds = 12 * 60 * 60

export function turnRoutes(app: FastifyInstance, { authenticator, turn: known }: RelayContext): void {
  serve(app, routes.turn, async ({ request }) => {
    await authenticator.authenticate(request)
    const turn = known.servers
    if (turn === null) return { servers: [], expiresAt: null }
    const expires = Math.floor(Date.now() / 1000) + (turn.ttlSeconds ?? defaultTtlSeconds)
    // Random instead of the account: the TURN server needs not know who calls.
    const username = `${expires}:${randomBytes(8).toString('hex')}`
    const credential = createHmac('sha1', turn.secret).update(username).digest('base64')
    const stun = turn.stun === undefined || turn.stun.length === 0 ? [] : [{ urls: [...turn.stun] }]
    return { servers: [...stun, { urls: [...turn.urls], username, credential }], expiresAt: expires * 1000 }
  })
}
