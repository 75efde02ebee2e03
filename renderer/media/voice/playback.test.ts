import { expect, test, vi } from 'vitest'
import { ConversationId, newMessageId } from '../../../shared/ids.ts'
import { began, ended, nextSpeed, register, speedStore } from './playback.ts'

const chat = ConversationId.parse('aaaaaaaa-0000-4000-8000-000000000001')
const other = ConversationId.parse('aaaaaaaa-0000-4000-8000-000000000002')
const player = (position: number, over: { voice?: boolean; conversationId?: ConversationId } = {}) => {
  const made = {
    id: newMessageId(),
    conversationId: chat,
    position,
    voice: true,
    play: vi.fn(),
    pause: vi.fn(),
    ...over,
  }
  return { ...made, leave: register(made) }
}

test('the next voice note of the same chat plays after one', () => {
  const [third, first, music, elsewhere, second] = [
    player(3),
    player(1),
    player(2, { voice: false }),
    player(2, { conversationId: other }),
    player(2),
  ]
  began(first.id)
  ended(first.id)
  expect(second.play).toHaveBeenCalledOnce()
  second.leave()
  ended(first.id)
  expect(third.play).toHaveBeenCalledOnce()
  ended(music.id)
  for (const { play } of [music, elsewhere]) expect(play).not.toHaveBeenCalled()
  expect(third.play).toHaveBeenCalledOnce()
})

test('one plays at a time', () => {
  const [one, two] = [player(10), player(11)]
  began(one.id)
  began(two.id)
  expect(one.pause).toHaveBeenCalledOnce()
  expect(two.pause).not.toHaveBeenCalled()
  began(two.id)
  expect(two.pause).not.toHaveBeenCalled()
})

test('speeds go round', () => {
  const heard = [1, 2, 3].map(() => {
    nextSpeed()
    return speedStore.getState().speed
  })
  expect(heard).toEqual([1.5, 2, 1])
})
