import { expect, test } from 'vitest'
import { pathOf, routes } from './index.ts'

test('a path takes its parameters and leaves out what is undefined', () => {
  expect(pathOf(routes.getChunk, { id: 'a/b', n: 7 }, { wait: 30 })).toBe('/v1/blobs/a%2Fb/chunks/7?wait=30')
  expect(pathOf(routes.blobState, { id: 'x' }, { since: undefined, wait: undefined })).toBe('/v1/blobs/x')
  expect(pathOf(routes.info)).toBe('/v1/info')
})
