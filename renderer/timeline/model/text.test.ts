import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emojiAlone, segmentsOf } from './text.ts'

const links = (text: string): string[] =>
  segmentsOf(text).flatMap((segment) => (segment.kind === 'link' ? [segment.url] : []))

describe('links', () => {
  test('web and mail addresses are found', () => {
    expect(links('see https://example.org/a?b=c#d and www.example.com or me@example.org')).toEqual([
      'https://example.org/a?b=c#d',
      'https://www.example.com/',
      'mailto:me@example.org',
    ])
  })

  test('punctuation of the sentence stays outside, brackets of the address inside', () => {
    expect(links('(https://en.wikipedia.org/wiki/Chat_(disambiguation)).')).toEqual([
      'https://en.wikipedia.org/wiki/Chat_(disambiguation)',
    ])
    expect(links('Really? https://example.org/x!')).toEqual(['https://example.org/x'])
  })

  test('nothing but http, https and mailto ever becomes a link', () => {
    expect(links('javascript:alert(1) file:///etc/passwd data:text/html,x megachat://x')).toEqual([])
  })

  test('an address that hides its host or its direction is no link', () => {
    expect(links('https://bank.example@evil.example/')).toEqual([])
    expect(links('https://example.org/\u202egpj.exe')).toEqual([])
  })

  test('what the longest text may hold takes no time that anybody notices', () => {
    const longest = 60 * 1024
    const hostile = [
      'a'.repeat(longest),
      `a@${'b'.repeat(longest)}`,
      `a@${'b.'.repeat(longest / 2)}`,
      'a.'.repeat(longest / 2),
      `https://a${')'.repeat(longest)}`,
      `https://a${'()'.repeat(longest / 2)}${'.)'.repeat(100)}`,
      'https://'.repeat(longest / 8),
      'www.'.repeat(longest / 4),
    ]
    for (const text of hostile) {
      const start = performance.now()
      expect(
        segmentsOf(text)
          .map((segment) => segment.text)
          .join(''),
      ).toBe(text)
      expect(performance.now() - start, text.slice(0, 12)).toBeLessThan(500)
    }
  })

  test('segments joined are the text', () => {
    const part = fc.constantFrom('https://', 'www.', 'a.b', '@', ')', '(', '.', ' ', '\n', 'ü', '👩‍🚀', 'x')
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const text = parts.join('')
        expect(
          segmentsOf(text)
            .map((segment) => segment.text)
            .join(''),
        ).toBe(text)
      }),
    )
  })
})

describe('emoji alone', () => {
  test('are counted as people see them', () => {
    expect(emojiAlone('👍')).toBe(1)
    expect(emojiAlone(' 👩‍👩‍👧‍👦 🇩🇪 ❤️ ')).toBe(3)
  })

  test('text, digits and too many are no emoji', () => {
    expect(emojiAlone('ok 👍')).toBe(0)
    expect(emojiAlone('123')).toBe(0)
    expect(emojiAlone('')).toBe(0)
    expect(emojiAlone('😀😀😀😀😀😀')).toBe(0)
    expect(emojiAlone('😀'.repeat(10_000))).toBe(0)
  })
})
