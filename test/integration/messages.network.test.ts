/** Messages for somebody whose computer gets another address. For root, who alone may make networks. */
import { test } from 'vitest'
import { type CorePerson, whenConversations } from '../fixtures/core-person.ts'
import { House } from '../fixtures/house.ts'
import { peopleOf } from './networked-people.ts'

test('M-18 on another address a computer is connected again within seconds', async () => {
  const house = new House(['relay', 'alice', 'bob'])
  const { alice, bob } = await peopleOf({
    relay: { address: house.addressOf('relay'), within: house.within('relay') },
    alice: house.within('alice'),
    bob: house.within('bob'),
    remove: () => house.remove(),
  })
  const chats = (person: CorePerson, fits: (text: string | undefined) => boolean) =>
    whenConversations(person, ([chat]) => fits(chat?.preview?.text))
  house.move('bob', '10.77.0.99')
  const [withBob] = await chats(alice, () => true)
  if (withBob === undefined) throw new Error('no chat')
  await alice.core.conversations.sendText({ conversationId: withBob.id, text: 'Where are you?' })
  await chats(bob, (text) => text === 'Where are you?')
}, 20_000)
