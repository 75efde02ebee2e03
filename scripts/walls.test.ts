import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '..')
const copy = mkdtempSync(path.join(os.tmpdir(), 'megachat-walls-'))

/** Each wall with an import that must not pass it. */
const forbidden: [wall: string, file: string, source: string][] = [
  ['shared-imports-nothing-of-ours', 'shared/planted.ts', "import '../relay/planted-target.ts'\n"],
  ['renderer-knows-only-shared', 'renderer/planted.ts', "import '../main/worker-url.ts'\n"],
  ['preload-knows-only-shared', 'preload/planted.ts', "import '../main/worker-url.ts'\n"],
  ['relay-knows-only-shared', 'relay/planted.ts', "import '../main/worker-url.ts'\n"],
  ['core-knows-only-shared', 'main/core/calls/planted.ts', "import '../../shell/planted.ts'\n"],
  ['electron-only-in-the-shell', 'main/core/files/planted.ts', "import 'electron'\n"],
  ['no-node-in-the-renderer', 'renderer/planted-node.ts', "import 'node:fs'\n"],
  ['rooms-through-their-index', 'main/core/calls/planted-room.ts', "import '../store/store.ts'\n"],
  ['store-and-protocol-know-nobody-above', 'main/core/store/planted.ts', "import '../calls/planted-target.ts'\n"],
  ['shared-node-only-in-programs', 'renderer/planted-shared.ts', "import '../shared/node/short-lived-memory.ts'\n"],
  ['no-cycles', 'shared/planted-a.ts', "import './planted-b.ts'\n"],
]

describe('walls between folders', () => {
  let output = ''

  beforeAll(() => {
    for (const folder of ['main', 'preload', 'renderer', 'shared', 'relay', 'assets']) {
      cpSync(path.join(root, folder), path.join(copy, folder), { recursive: true })
    }
    for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
      cpSync(path.join(root, file), path.join(copy, file))
    }
    symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'))
    const plant = (file: string, source: string) => {
      mkdirSync(path.dirname(path.join(copy, file)), { recursive: true })
      writeFileSync(path.join(copy, file), source)
    }
    for (const [, file, source] of forbidden) plant(file, source)
    plant('shared/planted-b.ts', "import './planted-a.ts'\n")
    for (const target of ['main/shell/planted.ts', 'relay/planted-target.ts', 'main/core/calls/planted-target.ts']) {
      plant(target, 'export {}\n')
    }
    output = spawnSync(
      path.join(root, 'node_modules/.bin/depcruise'),
      ['main', 'preload', 'renderer', 'shared', 'relay', '--output-type', 'err'],
      { cwd: copy, encoding: 'utf8' },
    ).stdout
  }, 60_000)

  afterAll(() => rmSync(copy, { recursive: true, force: true }))

  it.each(forbidden)('%s stops %s', (wall, file) => {
    expect(output.split('\n').some((line) => line.includes(wall) && line.includes(file))).toBe(true)
  })

  it('finds nothing but what was planted', () => {
    const violations = output.split('\n').filter((line) => /^\s+error /.test(line))
    expect(violations.filter((line) => !line.includes('planted'))).toEqual([])
  })
})
