import { expect, test } from 'vitest'
import { type RingPage, ringPageOf, ringQuery } from './ring-page.ts'

test('the small window of a call reads what it was told, whatever the caller is called', () => {
  const page: RingPage = { name: 'Ünï & <b>&name=x</b>#?', id: 'a', media: 'video', language: 'de', theme: 'dark' }
  expect(ringPageOf(`?${ringQuery(page)}`)).toEqual(page)
  expect(() => ringPageOf('?name=x')).toThrow()
})
