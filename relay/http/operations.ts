/** What whoever runs the relay asks it: does it live, can it serve, and how much does it do. */
import type { FastifyInstance } from 'fastify'
import type { RelayContext } from '../context.ts'
import { Refusal } from '../refusal.ts'
import { isLoopback } from '../settings.ts'

export function operationRoutes(app: FastifyInstance, { draining, metrics, settings, store }: RelayContext): void {
  // Whether the program lives: what it rests on may be away, and starting it anew would not help.
  app.get('/healthz', async () => ({ status: 'ok' }))

  // Whether requests may be sent here.
  app.get('/readyz', async (_, reply) => {
    if (draining.aborted) return reply.code(503).send({ status: 'draining' })
    try {
      await store.findByName('')
      return { status: 'ok' }
    } catch {
      return reply.code(503).send({ status: 'no store' })
    }
  })

  app.get('/metrics', async (request, reply) => {
    const local = isLoopback(request.ip.replace(/^::ffff:/, ''))
    if (settings.metrics === 'local' && !local) throw new Refusal('not-found', 'no such route')
    return reply.type(metrics.registry.contentType).send(await metrics.text(store))
  })
}
