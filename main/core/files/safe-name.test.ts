import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { numberedName, safeName } from './safe-name.ts'

describe('safe names (F-10)', () => {
  test.each([
    ['report.pdf', 'report.pdf'],
    ['Übersicht 2026.ods', 'Übersicht 2026.ods'],
    ['写真.jpg', '写真.jpg'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\Windows\\system32\\x.dll', 'C__Windows_system32_x.dll'],
    ['a\u0000b\u001b[31m.txt', 'a_b_[31m.txt'],
    // Shown by many programs as "photo_exe.jpg".
    ['photo_\u202egpj.exe', 'photo_gpj.exe'],
    ['in\u200bvis\ufeffible.txt', 'invisible.txt'],
    ['CON', 'CON_'],
    ['nul.txt', 'nul_.txt'],
    ['com1.tar.gz', 'com1_.tar.gz'],
    // Windows looks for the device before the spaces.
    ['con .txt', 'con_ .txt'],
    ['console.log', 'console.log'],
    ['trailing. . ', 'trailing'],
    ['.bashrc', 'bashrc'],
    ['a\nb', 'a_b'],
    ['two\u2028lines', 'twolines'],
    ['', 'file'],
    ['...', 'file'],
    ['\u202e', 'file'],
    ['e\u0301.txt', 'é.txt'],
  ])('%j becomes %j', (offered, safe) => expect(safeName(offered)).toBe(safe))

  test('long names keep their extension and whole characters', () => {
    const long = safeName(`${'👩‍👩‍👧'.repeat(100)}.tar.gz`)
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(200)
    expect(long).toMatch(/\.tar\.gz$/)
    expect(long).not.toContain('\ufffd')
  })

  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.string({
      unit: fc.constantFrom('.', '/', '\\', ' ', '\u202e', '\u0000', 'con', ':', 'a', '\ud800'),
      maxLength: 400,
    }),
  )

  test('whatever is offered, one harmless path segment comes out', () => {
    fc.assert(
      fc.property(hostile, (offered) => {
        const name = safeName(offered)
        expect(name).not.toMatch(/[<>:"/\\|?*\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
        expect(name).not.toMatch(/^[.\s]|[.\s]$/u)
        expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d) *(\.|$)/i)
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200)
        expect(name.length).toBeGreaterThan(0)
        expect(safeName(name)).toBe(name)
      }),
      { numRuns: 2000 },
    )
  })
})

test.each([
  ['a.txt', 1, 'a.txt'],
  ['a.txt', 2, 'a (2).txt'],
  ['a.tar.gz', 3, 'a (3).tar.gz'],
  ['README', 2, 'README (2)'],
  ['v1.2 notes', 2, 'v1.2 notes (2)'],
])('%s, copy %i, is %s', (name, copy, expected) => expect(numberedName(name, copy)).toBe(expected))
