import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { beginLog, openLog, readLog } from './log.ts'

const profile = () => mkdtempSync(path.join(os.tmpdir(), 'log-'))

describe('the log in the profile', () => {
  it('holds what was said, without the name of the computer', () => {
    const folder = profile()
    openLog('core', folder).warn({ code: 'x' }, 'it did not work')
    expect(JSON.parse(readLog(folder))).toEqual({
      level: 40,
      time: expect.any(Number),
      name: 'core',
      code: 'x',
      msg: 'it did not work',
    })
    expect(readFileSync(path.join(folder, 'logs/megachat.log'), 'utf8')).not.toContain(os.hostname())
  })

  it('is this user’s alone', () => {
    const folder = profile()
    openLog('core', folder).info('hello')
    if (process.platform !== 'win32') expect(statSync(path.join(folder, 'logs/megachat.log')).mode & 0o077).toBe(0)
  })

  it('begins anew once it is long, and is read over that border', () => {
    const folder = profile()
    const log = openLog('core', folder)
    log.info('the first')
    beginLog(folder)
    log.info('the second')
    expect(readLog(folder).match(/the \w+/g)).toEqual(['the first', 'the second'])
    writeFileSync(path.join(folder, 'logs/megachat.log'), `${'x'.repeat(1023)}\n`.repeat(1100))
    beginLog(folder)
    log.info('the third')
    const text = readLog(folder)
    expect(text).toContain('the third')
    expect(text.length).toBeLessThanOrEqual(60 * 1024)
    // No line is torn.
    expect(text.split('\n')[0]).toHaveLength(1023)
  })

  it('stops before it fills the disk', () => {
    const folder = profile()
    const log = openLog('core', folder)
    for (let n = 0; n < 3000; n++) log.info('y'.repeat(1000))
    expect(statSync(path.join(folder, 'logs/megachat.log')).size).toBeLessThanOrEqual(2 * 1024 * 1024)
  })

  it('is empty where nothing was said', () => {
    expect(readLog(profile())).toBe('')
  })
})
