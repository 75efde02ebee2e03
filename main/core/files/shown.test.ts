import { expect, test } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { AccountId, newTransferId } from '../../../shared/ids.ts'
import { shown } from './shown.ts'
import type { TransferRow } from './table.ts'

const row: TransferRow = {
  id: newTransferId(),
  account: AccountId.parse('aaaaaaaa-0000-4000-8000-000000000001'),
  direction: 'incoming',
  name: 'film.mkv',
  size: 1,
  state: 'active',
  error: null,
  confirmed: 0,
  key: null,
  blob: null,
  file: null,
  part: null,
  spooled: false,
  vault: false,
  stores: false,
  stored: false,
  answered: false,
  folder: null,
  manifestOf: null,
  sharedFrom: null,
  fingerprint: null,
  directSecret: null,
  createdAt: 0,
  finishedAt: null,
}
const progress = { phase: 'waiting', confirmed: 0, sent: 0, bytesPerSecond: 0, path: null } as const

test('an error that nobody declared says nothing of itself: it may hold a path', () => {
  const error = new AppError('internal', "Error: no such file '/home/alice/film.mkv.part'")
  expect(shown(row, { ...progress, error }).error).toEqual({ code: 'internal', message: 'internal', data: {} })
  const declared = new AppError('disk-full', 'not enough room', { missing: 5 })
  expect(shown(row, { ...progress, error: declared }).error).toMatchObject({ code: 'disk-full', data: { missing: 5 } })
})
