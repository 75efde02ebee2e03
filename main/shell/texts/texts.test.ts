import { describe, expect, it } from 'vitest'
import { en } from './en.ts'
import { localeFor, type TextId, textsFor } from './index.ts'

const values = { unread: 2, name: 'Ada' }

describe('textsFor', () => {
  it.each(['en', 'de'] as const)('has words for everything in %s', (language) => {
    const texts = textsFor(language)
    for (const id of Object.keys(en) as TextId[]) expect(texts(id, values), id).not.toBe('')
  })

  it('counts in the language', () => {
    expect(textsFor(localeFor('system', 'de-AT'))('tray.tooltip', { unread: 1 })).toBe(
      'MegaChat: 1 ungelesene Nachricht',
    )
    expect(textsFor(localeFor('en', 'de'))('tray.tooltip', { unread: 3 })).toBe('MegaChat: 3 unread messages')
  })
})
