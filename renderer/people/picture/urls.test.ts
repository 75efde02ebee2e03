import { expect, test } from 'vitest'
import { type Picture, PictureId } from '../../../shared/contract/index.ts'
import { PictureUrls } from './urls.ts'

const idOf = (number: number): PictureId => PictureId.parse(number.toString(16).padStart(16, '0'))
const picture: Picture = { type: 'image/webp', bytes: new Uint8Array() }

function pictures() {
  let made = 0
  const revoked: string[] = []
  const urls = new PictureUrls({
    create: () => {
      made += 1
      return `blob:${made}`
    },
    revoke: (url) => revoked.push(url),
  })
  return { urls, revoked }
}

test('a picture is fetched once for all that show it, and told of', async () => {
  const { urls, revoked } = pictures()
  let fetched = 0
  const fetch = async () => {
    fetched += 1
    return picture
  }
  const told: string[] = []
  const first = urls.use(idOf(1), fetch, () => told.push('first'))
  urls.use(idOf(1), fetch, () => told.push('second'))
  expect(urls.get(idOf(1))).toBe(null)
  await Promise.resolve()
  expect([fetched, told, urls.get(idOf(1))]).toEqual([1, ['first', 'second'], 'blob:1'])
  first()
  urls.clear()
  expect([urls.get(idOf(1)), revoked]).toEqual(['blob:1', []])
})

test('what is not shown is kept for a while, the last ones longest', async () => {
  const { urls, revoked } = pictures()
  for (let n = 0; n < 202; n++) {
    const end = urls.use(
      idOf(n),
      async () => picture,
      () => {},
    )
    await Promise.resolve()
    end()
  }
  expect(revoked).toEqual(['blob:1', 'blob:2'])
  expect(urls.get(idOf(2))).toBe('blob:3')
  urls.clear()
  expect(revoked).toHaveLength(202)
})

test('what could not be had is asked for again', async () => {
  const { urls } = pictures()
  const end = urls.use(
    idOf(1),
    () => Promise.reject(new Error('gone')),
    () => {},
  )
  await new Promise((resolve) => setTimeout(resolve))
  end()
  urls.use(
    idOf(1),
    async () => picture,
    () => {},
  )
  await Promise.resolve()
  expect(urls.get(idOf(1))).toBe('blob:1')
})
