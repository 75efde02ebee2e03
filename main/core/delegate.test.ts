import { eventIterator, oc } from '@orpc/contract'
import { createRouterClient, implement } from '@orpc/server'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'
import { Observable } from '../../shared/streams/index.ts'
import { delegating, type Target } from './delegate.ts'

const contract = {
  room: {
    double: oc.input(z.object({ n: z.coerce.number() })).output(z.number()),
    watch: oc.output(eventIterator(z.number())),
  },
}

function target(): Target {
  const os = implement(contract)
  const state = new Observable(1)
  const router = os.router({
    room: {
      double: os.room.double.handler(({ input }) => input.n * 2),
      watch: os.room.watch.handler(({ signal }) => state.watch(signal)),
    },
  })
  return { router, streams: new Set() }
}

test('calls fail while nothing is open, then reach what is', async () => {
  let open: Target | null = null
  const client = createRouterClient(
    delegating(contract, async () => {
      if (open === null) throw new AppError('profile-locked')
      return open
    }),
    { context: {} },
  )
  await expect(client.room.double({ n: 2 })).rejects.toMatchObject({ code: 'profile-locked' })
  open = target()
  expect(await client.room.double({ n: '4' })).toBe(8)
  await expect(client.room.double({ n: 'x' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})

test('streams are forgotten when their reader leaves, and end with the profile', async () => {
  const open = target()
  const client = createRouterClient(
    delegating(contract, async () => open),
    { context: {} },
  )
  const controller = new AbortController()
  await (await client.room.watch(undefined, { signal: controller.signal })).next()
  expect(open.streams.size).toBe(1)
  controller.abort()
  expect(open.streams.size).toBe(0)

  const stream = await client.room.watch()
  expect((await stream.next()).value).toBe(1)
  const next = stream.next()
  for (const each of open.streams) void each.return?.()
  expect((await next).done).toBe(true)
})
