import { expect, it } from 'vitest'
import { errorForLog } from './error-log.ts'
import { AppError } from './errors.ts'

it('names kind, code and place, and nothing else', () => {
  const cause = Object.assign(new Error("ENOENT: no such file, open '/home/ada/secret.txt'"), { code: 'ENOENT' })
  const logged = errorForLog(new AppError('file-vanished', 'secret.txt has gone', { name: 'secret.txt' }, { cause }))
  expect(logged).toMatchObject({ type: 'AppError', code: 'file-vanished', cause: { type: 'Error', code: 'ENOENT' } })
  expect(logged.at[0]).toMatch(/error-log\.test\.ts:\d+:\d+/)
  expect(JSON.stringify(logged)).not.toMatch(/secret|home|ada|work/)
  expect(errorForLog('secret')).toEqual({ type: 'string', at: [] })
})
