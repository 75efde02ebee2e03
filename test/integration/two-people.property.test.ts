/** Whatever two people say, change and take back, at the same time and with restarts: in the end both see the same. */
import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Message } from '../../shared/contract/index.ts'
import type { AccountId, ConversationId } from '../../shared/ids.ts'
import { type Person, testRelay, twoContacts } from './person.ts'

interface Side {
  readonly person: Person
  readonly account: AccountId
  readonly other: AccountId
  readonly conversation: ConversationId
}

const Act = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ act: fc.constant('say' as const), text: fc.string({ minLength: 1, maxLength: 20 }) }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('answer' as const), at: fc.nat() }) },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('edit' as const), at: fc.nat() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('react' as const),
      at: fc.nat(),
      emoji: fc.constantFrom('👍', '❤️', '😂', null),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('delete' as const), at: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('timer' as const), seconds: fc.constantFrom(3600, 86_400, null) }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('restart' as const) }) },
)
type Act = typeof Act extends fc.Arbitrary<infer Value> ? Value : never

const timeline = async ({ person, conversation }: Side): Promise<Message[]> =>
  (await person.api.conversations.older({ conversationId: conversation, before: Number.MAX_SAFE_INTEGER, limit: 500 }))
    .messages

async function perform(side: Side, act: Act, n: number): Promise<void> {
  const { person, conversation: conversationId } = side
  if (act.act === 'restart') {
    await person.close()
    await person.open()
    return
  }
  const { conversations } = person.api
  if (act.act === 'say') await conversations.sendText({ conversationId, text: act.text })
  if (act.act === 'timer') await conversations.setTimer({ conversationId, seconds: act.seconds })
  if (!('at' in act)) return
  const said = (await timeline(side)).filter(({ body }) => body.kind === 'text')
  const own = said.filter((message) => message.own)
  const any = said[act.at % Math.max(1, said.length)]
  const mine = own[act.at % Math.max(1, own.length)]
  if (act.act === 'answer' && any)
    await conversations.sendText({ conversationId, text: `answer ${n}`, replyTo: any.id })
  if (act.act === 'react' && any) await conversations.react({ messageId: any.id, emoji: act.emoji })
  if (act.act === 'edit' && mine) await conversations.edit({ messageId: mine.id, text: `edited ${n}` })
  if (act.act === 'delete' && mine) await conversations.delete({ messageIds: [mine.id], everyone: true })
}

/** As both see it: by account instead of by side, without times and what is known to one of them alone. */
async function seen(side: Side) {
  const { account, other, person } = side
  const messages = (await timeline(side)).filter(({ body }) => body.kind === 'text' || body.kind === 'deleted')
  const deleted = new Set(messages.filter(({ body }) => body.kind === 'deleted').map(({ id }) => id))
  const facts = messages.map(({ id, own, body, reactions, editedAt, expiresAfter }) => {
    const quote = body.kind === 'text' ? body.quote : null
    return {
      id,
      by: own ? account : other,
      body: body.kind === 'text' ? [body.text, body.forwarded] : 'deleted',
      quote: quote && {
        id: quote.messageId,
        by: quote.own ? account : other,
        // Who has answered keeps what they saw; who has deleted it shows it no more.
        excerpt: deleted.has(quote.messageId) ? '' : quote.excerpt,
      },
      reactions: reactions.map(({ by, emoji }) => `${by} ${emoji}`).sort(),
      edited: editedAt !== null,
      expiresAfter,
    }
  })
  const versions = new Map<string, string[]>()
  for (const { id, edited } of facts) {
    if (!edited) continue
    versions.set(
      id,
      (await person.api.conversations.versions({ messageId: id })).map(({ text }) => text),
    )
  }
  const list = await person.conversations(() => true)
  return {
    facts: Object.fromEntries(facts.map((fact) => [fact.id, fact])),
    order: Object.fromEntries(
      [account, other].map((by) => [by, facts.filter((fact) => fact.by === by).map(({ id }) => id)]),
    ),
    versions: Object.fromEntries(versions),
    timer: list.find(({ id }) => id === side.conversation)?.expiresAfter,
  }
}

type Seen = Awaited<ReturnType<typeof seen>>

/** What was deleted in the moment in which it was to leave may be known to its author alone, as deleted. */
function comparable(a: Seen, b: Seen): [Seen, Seen] {
  const withoutUnknown = (mine: Seen, theirs: Seen): Seen => {
    const unknown = (id: string) => mine.facts[id]?.body === 'deleted' && theirs.facts[id] === undefined
    return {
      ...mine,
      facts: Object.fromEntries(Object.entries(mine.facts).filter(([id]) => !unknown(id))),
      order: Object.fromEntries(
        Object.entries(mine.order).map(([by, ids]) => [by, ids.filter((id) => !unknown(id))] as const),
      ),
    }
  }
  return [withoutUnknown(a, b), withoutUnknown(b, a)]
}

test('M-20, M-52 to M-55, M-59 two people end with the same, in the order of each', { timeout: 240_000 }, async () => {
  const script = fc.array(fc.tuple(fc.boolean(), Act), { minLength: 40, maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(script, async (acts) => {
      const { alice, bob, withBob, withAlice } = await twoContacts(await testRelay())
      const [first, second] = [await alice.accountId(), await bob.accountId()]
      const sides: Side[] = [
        { person: alice, account: first, other: second, conversation: withBob },
        { person: bob, account: second, other: first, conversation: withAlice },
      ]
      // Each at their own speed, both at the same time.
      await Promise.all(
        sides.map(async (side, index) => {
          for (const [n, [ofFirst, act]] of acts.entries()) if (ofFirst === (index === 0)) await perform(side, act, n)
        }),
      )
      const [a, b] = sides as [Side, Side]
      const both = async () => comparable(await seen(a), await seen(b))
      const deadline = Date.now() + 30_000
      while (Date.now() < deadline && !isDeepStrictEqual(...(await both())))
        await new Promise((resolve) => setTimeout(resolve, 200))
      const [result, other] = await both()
      expect(result).toEqual(other)
      expect(Object.keys(result.facts).length).toBeGreaterThan(3)
      await Promise.all([alice.close(), bob.close()])
    }),
    { numRuns: 4, interruptAfterTimeLimit: 200_000, endOnFailure: true },
  )
})
