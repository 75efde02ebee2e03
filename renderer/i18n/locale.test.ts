import { expect, test } from 'vitest'
import { localeFor } from './locale.ts'

test('the choice goes before the system', () => {
  expect(localeFor('de', 'en-US')).toBe('de')
  expect(localeFor('en', 'de-AT')).toBe('en')
})

test.each([
  ['de', 'de'],
  ['de-AT', 'de'],
  ['DE-ch', 'de'],
  ['en-GB', 'en'],
  ['fr-FR', 'en'],
  ['den', 'en'],
  ['', 'en'],
])('the system %j speaks %s', (system, locale) => {
  expect(localeFor('system', system)).toBe(locale)
})
