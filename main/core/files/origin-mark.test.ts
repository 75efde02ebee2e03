import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { markOrigin, OriginMarks, originMark } from './origin-mark.ts'

test('F-49 each system gets its own mark, and none says who has sent the file', () => {
  expect(originMark('win32', 1)).toEqual({
    by: 'stream',
    path: expect.any(Function),
    content: '[ZoneTransfer]\r\nZoneId=3\r\n',
  })
  expect(originMark('darwin', 0x5f5e100)).toEqual({
    by: 'program',
    program: '/usr/bin/xattr',
    words: ['-w', 'com.apple.quarantine', '0083;5f5e100;MegaChat;'],
  })
  // What follows is a file, also where it looks like an option.
  expect(originMark('linux', 1)).toMatchObject({ words: expect.arrayContaining(['--']) })
  expect(originMark('aix', 1)).toBeNull()
})

test('F-49 what is closed marks nothing any more, and leaves no program behind', async () => {
  const marks = new OriginMarks()
  marks.add([path.join(os.tmpdir(), 'megachat-no-such-file')])
  await marks.close()
  await marks.close()
  await new OriginMarks().close()
})

test('F-49 a file is left as it is, with the mark or without', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'megachat-mark-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'a.bin')
  const second = path.join(folder, 'two\nlines')
  for (const one of [file, second]) writeFileSync(one, 'content')
  await markOrigin([file])
  const marks = new OriginMarks()
  marks.add([path.join(folder, 'no such file')])
  marks.add([second])
  await marks.finish()
  expect(readFileSync(file, 'utf8')).toBe('content')
  for (const one of [file, second]) {
    const { status, stdout } = spawnSync('getfattr', ['--only-values', '-n', 'user.xdg.origin.url', one], {
      encoding: 'utf8',
    })
    // Where Linux has the programs the mark is there.
    if (status === 0) expect(stdout).toBe('megachat:')
  }
})
