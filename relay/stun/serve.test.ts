import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { isStun, readResponse, writeRequest } from '../../shared/stun.ts'
import { serveStun } from './serve.ts'

test('F-46 the relay tells where a question came from, and says nothing to anything else', async () => {
  const free = createSocket('udp4')
  await new Promise<void>((resolve) => free.bind(0, '127.0.0.1', resolve))
  const { port } = free.address()
  await new Promise<void>((resolve) => free.close(() => resolve()))
  const server = await serveStun('127.0.0.1', port)
  const client = createSocket('udp4')
  onTestFinished(async () => {
    client.close()
    await server.close()
  })
  await new Promise<void>((resolve) => client.bind(0, '127.0.0.1', resolve))
  const transaction = Uint8Array.from({ length: 12 }, (_, at) => at)
  const answers: Buffer[] = []
  client.on('message', (bytes) => answers.push(bytes))
  client.send(Buffer.from('who am I, and who are you, and why?'), port, '127.0.0.1')
  client.send(writeRequest(transaction), port, '127.0.0.1')
  await once(client, 'message')
  expect(answers).toHaveLength(1)
  expect(answers.every(isStun)).toBe(true)
  expect(readResponse(answers[0] ?? new Uint8Array(), transaction)).toEqual({
    host: '127.0.0.1',
    port: client.address().port,
  })
})
