import path from 'node:path'
import { AwsClient } from 'aws4fetch'
import { expect, onTestFinished, test } from 'vitest'
import { startCeph } from '../../relay/testing/ceph.ts'
import { tokenOf } from '../fixtures/path-token.ts'
import { testRelay } from './person.ts'
import { downloads, fileOf, hashOf, mib, transfer, twoPeople, whenState } from './transfers.ts'

test('F-55 a file waits in an S3 store for whoever is away, and leaves nothing there', {
  timeout: 180_000,
}, async () => {
  const { s3, dispose } = await startCeph()
  onTestFinished(dispose)
  const client = new AwsClient({ ...s3, service: 's3', region: 'us-east-1' })
  const held = async () => {
    const list = await (await client.fetch(`${s3.endpoint}/${s3.bucket}?list-type=2`)).text()
    return list.match(/<Key>/g)?.length ?? 0
  }
  const { alice, bob, withBob } = await twoPeople(await testRelay({ s3 }))
  await bob.close()
  const file = fileOf(30 * mib + 7)
  const { transferId: id } = await alice.api.transfers.offer({ conversationId: withBob, file: tokenOf(file) })
  await transfer(alice, id, ({ away }) => away === 'stored')
  expect(await held()).toBe(8)
  await alice.close()
  await bob.open()
  await whenState(bob, id, 'offered')
  await bob.api.transfers.accept({ transferId: id })
  await whenState(bob, id, 'done')
  expect(hashOf(path.join(downloads(bob), 'film.mkv'))).toBe(hashOf(file))
  await expect.poll(held).toBe(0)
})
