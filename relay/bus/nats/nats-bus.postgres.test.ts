import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startNats, type TestNats } from '../../testing/nats.ts'
import { busContract, testPeer } from '../bus.contract.ts'
import { openNatsBus } from './nats-bus.ts'

let nats: TestNats
beforeAll(async () => {
  nats = await startNats()
})
afterAll(() => nats.kill())

const open = () => openNatsBus({ servers: [nats.url] }, () => {})

busContract(
  'nats',
  async () => [await open(), await open()],
  async () => {
    await nats.kill()
    await nats.start()
  },
)

test('of two sockets in the same moment exactly one stays', async () => {
  const [here, there] = [await open(), await open()]
  for (let round = 0; round < 20; round += 1) {
    const address = { account: randomUUID() as string, device: 1 }
    const [one, two] = [testPeer(), testPeer()]
    const leave = [here.connect(address, one.peer), there.connect(address, two.peer)]
    await vi.waitFor(() => expect(one.told.replaced + two.told.replaced).toBe(1))
    for (const each of leave) each()
  }
  await here.close()
  await there.close()
})

test('a NATS that is not there is said in words', async () => {
  await expect(openNatsBus({ servers: ['nats://127.0.0.1:1'] }, () => {})).rejects.toThrow(/NATS: /)
})
