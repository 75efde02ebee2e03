import { expect, test } from 'vitest'
import { readListing } from './listing.ts'

const object = (key: string, at: string) =>
  `<Contents><Key>${key}</Key><LastModified>${at}</LastModified><ETag>&quot;0cc1&quot;</ETag><Size>1</Size></Contents>`

test('a listing gives names and times, and how it goes on', () => {
  const time = '2026-11-28T16:31:44.159Z'
  const contents = object('a/1', time) + object('b &amp; c&#x2F;&#50;', time)
  const listing = readListing(
    `<?xml version="1.0"?><ListBucketResult><Name>b</Name><NextContinuationToken>x&lt;y</NextContinuationToken>${contents}</ListBucketResult>`,
  )
  const changedAt = Date.parse(time)
  expect(listing).toEqual({
    objects: [
      { key: 'a/1', changedAt },
      { key: 'b & c/2', changedAt },
    ],
    next: 'x<y',
  })
})

test('a listing of nothing is empty', () => {
  expect(readListing('<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>')).toEqual({
    objects: [],
    next: null,
  })
})
