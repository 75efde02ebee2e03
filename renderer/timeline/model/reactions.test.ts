import { expect, test } from 'vitest'
import { newAccountId } from '../../../shared/ids.ts'
import { gathered, ownReaction } from './reactions.ts'

const by = (own: boolean, emoji: string) => ({ by: newAccountId(), own, emoji })

test('an emoji of both stands there once', () => {
  expect(gathered([by(true, '👍'), by(false, '👍')])).toEqual([{ emoji: '👍', by: 'both' }])
  expect(gathered([by(false, '👍'), by(true, '🙏')])).toEqual([
    { emoji: '👍', by: 'other' },
    { emoji: '🙏', by: 'you' },
  ])
})

test('the own one is found', () => {
  expect(ownReaction({ reactions: [by(false, '👍'), by(true, '🙏')] })).toBe('🙏')
  expect(ownReaction({ reactions: [] })).toBeNull()
})
