/** What whoever runs the relay asks it: is it well, and how much does it do. */
import type { FastifyInstance } from 'fastify'
import type { RelayContext } from '../context.ts'
import { Refusal } from '../refusal.ts'
import { isLoopback } from '../settings.ts'

export function operationRoutes(app: FastifyInstance, { metrics, settings, store }: RelayContext): void {
  app.get('/healthz', async () => {
    await store.findByName('')
    return { status: 'ok' }
  })

  app.get('/metrics', async (request, reply) => {
    const local = isLoopback(request.ip.replace(/^::ffff:/, ''))
    if (settings.metrics === 'local' && !local) throw new Refusal('not-found', 'no such route')
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}
