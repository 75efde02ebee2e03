import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { TestAccount } from './testing/client.ts'
import { startTestRelay, type TestRelay } from './testing/relay.ts'

let relay: TestRelay
afterEach(() => relay.dispose())

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[]
}

test('every figure of the dashboard is one that a relay gives', async () => {
  relay = await startTestRelay()
  const alice = await TestAccount.make(relay.url, 'alice')
  await alice.deliver('hello')
  const text = await (await fetch(`${relay.url}/metrics`)).text()
  const given = new Set([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name]) => name))
  const file = path.join(import.meta.dirname, '../docs/grafana.json')
  const { panels } = JSON.parse(readFileSync(file, 'utf8')) as Dashboard
  const asked = panels.flatMap(({ targets }) =>
    targets.flatMap(({ expr }) => expr.match(/\b(megachat|process|nodejs)_\w+/g) ?? []),
  )
  expect(asked.length).toBeGreaterThan(panels.length - 1)
  expect(asked.map((name) => name.replace(/_bucket$/, '')).filter((name) => !given.has(name))).toEqual([])
  expect(text).toContain('megachat_relay_accounts 1')
  expect(text).toContain('megachat_relay_waiting_envelopes 1')
})
