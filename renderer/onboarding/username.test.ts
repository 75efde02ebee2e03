import { expect, test } from 'vitest'
import { suggestUsername } from './username.ts'

test.each([
  ['Alice', 'alice'],
  ["Jörg O'Brien", 'joerg.obrien'],
  ['Zoë  Çelik ', 'zoe.celik'],
  ['3 Freunde', 'freunde'],
  ['李明', ''],
])('%j suggests %j', (name, username) => {
  expect(suggestUsername(name)).toBe(username)
})
