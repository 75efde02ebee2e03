import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { KeptFile } from './kept.ts'

const fresh = () => path.join(mkdtempSync(path.join(tmpdir(), 'kept-')), 'shell.json')

describe('shell.json', () => {
  it('begins with what suits most people', () => {
    expect(new KeptFile(fresh()).value).toEqual({
      zoom: 1,
      spellCheck: true,
      contentProtection: false,
      muteKey: null,
      proxy: { kind: 'system' },
      window: null,
    })
  })

  it('is there again after a restart', () => {
    const file = fresh()
    const window = { x: 10, y: -20, width: 900, height: 700, maximized: true }
    new KeptFile(file).change({ zoom: 1.5, window })
    expect(new KeptFile(file).value).toMatchObject({ zoom: 1.5, window })
  })

  it('loses only what cannot be read', () => {
    const file = fresh()
    writeFileSync(file, '{"zoom": 7, "contentProtection": true, "window": {"x": "left"}}')
    expect(new KeptFile(file).value).toMatchObject({ zoom: 1, contentProtection: true, window: null })
    for (const broken of ['', '{', 'null', '[]', '7']) {
      writeFileSync(file, broken)
      expect(new KeptFile(file).value.zoom).toBe(1)
    }
  })

  it('lies in the profile for its user alone', () => {
    const file = fresh()
    new KeptFile(file).change({ muteKey: 'F9' })
    expect(JSON.parse(readFileSync(file, 'utf8')).muteKey).toBe('F9')
  })
})
