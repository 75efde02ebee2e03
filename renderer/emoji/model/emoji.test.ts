import de from 'emojibase-data/de/compact.json'
import en from 'emojibase-data/en/compact.json'
import codes from 'emojibase-data/en/shortcodes/github.json'
import { expect, test } from 'vitest'
import { catalogueOf, groups, toned } from './catalogue.ts'
import { afterUse, mostRecent } from './recent.ts'
import { afterKey, columns, emojiAt, firstPlace, rowsFound, rowsOf } from './rows.ts'
import { searchEmoji } from './search.ts'
import { shortcodeAt } from './shortcode.ts'

const english = catalogueOf(en, [de], codes)
const german = catalogueOf(de, [en], codes)
const find = (query: string, { all } = english) => searchEmoji(all, query).map(({ emoji }) => emoji)

test('each emoji is there once, in its group, without what is no emoji of its own', () => {
  expect(english.all.length).toBeGreaterThan(1800)
  expect(english.byEmoji.size).toBe(english.all.length)
  expect(new Set(english.all.map(({ group }) => group))).toEqual(new Set(groups))
  expect(english.byEmoji.has('🏻')).toBe(false)
  expect(english.byEmoji.get('👍')).toMatchObject({ name: 'thumbs up', shortcodes: ['+1', 'thumbsup'] })
  expect(german.byEmoji.get('👍')?.name).toBe('Daumen hoch')
})

test('what a font lacks is left out', () => {
  const { byEmoji } = catalogueOf(en, [], codes, (hexcode) => hexcode !== '1F44D')
  expect(byEmoji.has('👍')).toBe(false)
  expect(byEmoji.has('👎')).toBe(true)
})

test('is found by names, tags and shortcodes of both languages', () => {
  expect(find('pizza')[0]).toBe('🍕')
  expect(find('thumbs up')[0]).toBe('👍')
  expect(find('daumen', english)).toContain('👍')
  expect(find('birthday', german)).toContain('🎂')
  expect(find(':smile:')[0]).toBe('😄')
  expect(find('+1')[0]).toBe('👍')
  expect(find('smil')).toContain('😄')
  expect(find('pizz')[0]).toBe('🍕')
  expect(find('👍🏽')).toEqual(['👍'])
  expect(find('zzzz')).toEqual([])
  expect(find('  ')).toEqual([])
})

test('a tone changes what has one', () => {
  expect(toned({ emoji: '👍', skins: english.byEmoji.get('👍')?.skins ?? [] }, 3)).toBe('👍🏽')
  expect(toned({ emoji: '👍', skins: english.byEmoji.get('👍')?.skins ?? [] }, 0)).toBe('👍')
  expect(toned({ emoji: '🍕', skins: [] }, 3)).toBe('🍕')
})

test('the last ones used stand first, once each', () => {
  expect(afterUse(['🍕', '👍'], '👍')).toEqual(['👍', '🍕'])
  const many = english.all.slice(0, 40).map(({ emoji }) => emoji)
  expect(afterUse(many, '🍕')).toHaveLength(mostRecent)
})

test('the arrow keys go through rows and over headings, and stop at the ends', () => {
  const rows = rowsOf(english, ['🍕', '👍', 'gone'])
  expect(rows[0]).toMatchObject({ kind: 'heading', section: 'recent' })
  const first = firstPlace(rows)
  if (first === null) throw new Error('nothing there')
  expect(emojiAt(rows, first)?.emoji).toBe('🍕')
  expect(afterKey(rows, first, 'ArrowUp')).toEqual(first)
  expect(afterKey(rows, first, 'ArrowLeft')).toEqual(first)
  const second = afterKey(rows, first, 'ArrowRight')
  expect(emojiAt(rows, second)?.emoji).toBe('👍')
  const smileys = afterKey(rows, second, 'ArrowRight')
  expect(smileys).toEqual({ row: 3, column: 0 })
  expect(afterKey(rows, smileys, 'ArrowLeft')).toEqual(second)
  expect(afterKey(rows, { row: 3, column: 7 }, 'ArrowUp')).toEqual(second)
  const last = { row: rows.length - 1, column: 0 }
  expect(afterKey(rows, last, 'ArrowDown')).toEqual(last)
  expect(rowsFound(english.all.slice(0, columns + 1))).toHaveLength(2)
  expect(firstPlace(rowsFound([]))).toBeNull()
})

test.each([
  ['so :smi', 'smi', false],
  [':+1', '+1', false],
  ['(:smile:', 'smile', true],
  ['läuft :grü', 'grü', false],
])('%j is a name being typed', (text, query, closed) => {
  expect(shortcodeAt(text, text.length)).toMatchObject({ query, closed, to: text.length })
})

test.each(['10:30', 'https://', 'note:this', ':s', ':', 'a ::smile'])('%j is none', (text) => {
  expect(shortcodeAt(text, text.length)).toBeNull()
})
