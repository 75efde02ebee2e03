import { eventIterator, oc } from '@orpc/contract'
import { implement } from '@orpc/server'
import { expect, it, vi } from 'vitest'
import { z } from 'zod'
import {
  type Channel,
  createClient,
  maxFrameFromCore,
  maxFrameFromRenderer,
  memoryPair,
} from '../../../shared/bridge/index.ts'
import { serveRouter } from '../../../shared/bridge/serve.ts'
import { Observable } from '../../../shared/streams/index.ts'
import { follow } from '../follow.ts'
import { ReconnectingBridge } from './reconnecting.ts'

const contract = {
  hang: oc.output(z.void()),
  ping: oc.output(z.literal('pong')),
  watch: oc.output(eventIterator(z.int())),
}

/** A core that can go away and come back. */
function program() {
  const os = implement(contract)
  const state = new Observable(0)
  const router = {
    hang: os.hang.handler(() => new Promise<void>(() => {})),
    ping: os.ping.handler(() => 'pong' as const),
    watch: os.watch.handler(() => state.watch()),
  }
  let running = true
  const channels = new Set<Channel>()
  const serve = () => {
    const [client, server] = memoryPair(maxFrameFromCore, maxFrameFromRenderer)
    channels.add(server)
    serveRouter(server, router, { report: () => {} })
    return client
  }
  const open = vi.fn(async () => {
    if (!running) throw new Error('not running')
    return { core: serve(), shell: serve() }
  })
  const stop = () => {
    running = false
    for (const channel of channels) channel.close()
    channels.clear()
  }
  const start = () => {
    running = true
  }
  return { open, stop, start, state, channels }
}

it('B-16 lets calls wait until there is a bridge, and again when it broke', async () => {
  const { open, stop, start } = program()
  stop()
  const bridge = new ReconnectingBridge(open)
  const client = createClient<typeof contract>(bridge.core)
  const early = client.ping()
  start()
  expect(await early).toBe('pong')
  expect(bridge.status.value).toBe('connected')
  const broken = client.hang()
  stop()
  await expect(broken).rejects.toMatchObject({ code: 'bridge-closed' })
  await vi.waitFor(() => expect(bridge.status.value).toBe('lost'))
  const late = client.ping()
  start()
  expect(await late).toBe('pong')
})

it('B-16 gives up waiting when the caller does', async () => {
  const { open, stop } = program()
  stop()
  const client = createClient<typeof contract>(new ReconnectingBridge(open).core)
  const controller = new AbortController()
  const call = client.ping(undefined, { signal: controller.signal })
  controller.abort()
  await expect(call).rejects.toMatchObject({ code: 'cancelled' })
})

it('B-16 opens both channels anew when one closes', async () => {
  const { open, channels } = program()
  const bridge = new ReconnectingBridge(open)
  await createClient<typeof contract>(bridge.shell).ping()
  const [core] = channels
  core?.close()
  await vi.waitFor(() => expect(open).toHaveBeenCalledTimes(2))
  expect(await createClient<typeof contract>(bridge.shell).ping()).toBe('pong')
})

it('B-16 a followed stream begins anew with a snapshot', async () => {
  const { open, stop, start, state } = program()
  const client = createClient<typeof contract>(new ReconnectingBridge(open).core)
  const controller = new AbortController()
  const values: number[] = []
  const following = follow({
    open: (signal) => client.watch(undefined, { signal }),
    onValue: (value) => values.push(value),
    signal: controller.signal,
  })
  await vi.waitFor(() => expect(values).toEqual([0]))
  stop()
  state.set(5)
  start()
  await vi.waitFor(() => expect(values).toEqual([0, 5]))
  controller.abort()
  await following
})
