import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '..')
const rules = [...readFileSync(path.join(root, 'SPEC.md'), 'utf8').matchAll(/^- \*\*([A-Z]-\d+)\*\*/gm)].map(
  ([, rule]) => rule,
)

/** Test titles begin with the rules that they show: `B-4 …`, `P-1, P-3 …`. */
function namedByTests(): Map<string, string> {
  const files = execFileSync(
    'git',
    ['ls-files', '*.test.ts', '*.contract.ts', '*conformance.ts', '*.e2e.ts', '*.electron.ts'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  const named = new Map<string, string>()
  for (const file of files.trim().split('\n')) {
    for (const [rule] of readFileSync(path.join(root, file), 'utf8').matchAll(/\b[BCFIMPRS]-\d{1,2}\b/g))
      named.set(rule, file)
  }
  return named
}

describe('SPEC.md', () => {
  const named = namedByTests()

  it('numbers its rules once', () => {
    expect(rules.length).toBeGreaterThan(50)
    expect(new Set(rules).size).toBe(rules.length)
  })

  it('has a test for every rule', () => {
    expect(rules.filter((rule) => rule !== undefined && !named.has(rule))).toEqual([])
  })

  it('has every rule that a test names', () => {
    expect([...named].filter(([rule]) => !rules.includes(rule))).toEqual([])
  })
})
