import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { routes } from './index.ts'
import { openApi } from './openapi.ts'

test('docs/relay-api.json is made from the routes: npm run generate', () => {
  const written = readFileSync(path.join(import.meta.dirname, '../../docs/relay-api.json'), 'utf8')
  expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(openApi())))
})

test('every route stands in it once, with what it takes and what it may answer', () => {
  const { paths } = openApi() as { paths: Record<string, Record<string, { operationId: string; responses: object }>> }
  const operations = Object.values(paths).flatMap((of) => Object.values(of))
  expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(Object.keys(routes).toSorted())
  for (const { responses } of operations) {
    expect(Object.keys(responses).some((status) => Number(status) < 300)).toBe(true)
    expect(responses).toHaveProperty('400')
  }
})
