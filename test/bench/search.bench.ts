/** Searches a profile of 1,000,000 messages through the contract, while and after its index is made. */
import path from 'node:path'
import type { ConversationId } from '../../shared/ids.ts'
import {
  becomeContacts,
  type CoreClient,
  type CorePerson,
  createAccount,
  openCorePerson,
  passphrase,
} from '../fixtures/core-person.ts'
import { addContact, type FilledMessage, forgetIndex, messageWriter, withStore } from '../fixtures/filled-profile.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { startRelay } from '../fixtures/relay.ts'
import { type Corpus, corpus } from './corpus.ts'
import { type BenchOptions, type BenchResult, benchResult, percentile } from './result.ts'

const chats = 500
const year = 365 * 24 * 3_600_000
/** Hits of the first page, as the window asks for them. */
const limit = 30

type Ask = { readonly query: string; readonly conversationId?: ConversationId }

export async function run({ size = 1_000_000, rounds = 40 }: BenchOptions): Promise<BenchResult> {
  const folder = temporaryFolder('bench-search')
  const profile = path.join(folder.path, 'bob')
  const relay = await startRelay(path.join(folder.path, 'relay'))
  const alice = await openCorePerson(path.join(folder.path, 'alice'))
  let bob = await openCorePerson(profile)
  await createAccount(alice, relay.ready.url, 'Alice')
  await createAccount(bob, relay.ready.url, 'Bob')
  await becomeContacts([alice, bob], 'alice')
  await bob.close()
  const texts = corpus(1)
  const figures: Record<string, number> = { messages: size }
  const conversations = await fill(profile, texts, size)

  let start = performance.now()
  bob = await openCorePerson(profile)
  await bob.core.search.messages({ query: 'a', limit })
  figures.openUnpreparedMs = performance.now() - start
  start = performance.now()
  figures.whilePreparingP95Ms = percentile(await untilPrepared(bob, texts), 0.95)
  figures.prepareSeconds = (performance.now() - start) / 1000

  const big = conversations[0] as ConversationId
  const small = conversations.at(-1) as ConversationId
  const common = (n: number) => texts.words[n % 40] as string
  const rare = (n: number) => texts.words[texts.words.length - 1 - n * 97] as string
  const kinds: Record<string, (n: number) => Ask> = {
    rare: (n) => ({ query: rare(n) }),
    common: (n) => ({ query: common(n) }),
    letter: (n) => ({ query: String.fromCharCode(97 + (n % 26)) }),
    beginning: (n) => ({ query: (texts.words[40 + n * 5] as string).slice(0, 3) }),
    words: (n) => ({ query: `${common(n)} ${common(n + 7)} ${texts.words[200 + n]}` }),
    rareAndLetter: (n) => ({ query: `${rare(n)} ${String.fromCharCode(97 + (n % 26))}` }),
    phrase: (n) => ({ query: `"${common(n)} ${common(n + 3)}"` }),
    own: (n) => ({ query: `from:me ${common(n)}` }),
    bigChat: (n) => ({ query: common(n), conversationId: big }),
    smallChat: (n) => ({ query: common(n), conversationId: small }),
    letterInSmallChat: (n) => ({ query: String.fromCharCode(97 + (n % 26)), conversationId: small }),
    nothing: (n) => ({ query: `nowhere${n}tobefound` }),
  }
  const all: number[] = []
  for (const [kind, ask] of Object.entries(kinds)) {
    const samples: number[] = []
    for (let n = 0; n < rounds; n++) samples.push(await timed(() => bob.core.search.messages({ ...ask(n), limit })))
    figures[`${kind}P50Ms`] = percentile(samples, 0.5)
    figures[`${kind}P95Ms`] = percentile(samples, 0.95)
    all.push(...samples)
  }
  const typed: number[] = []
  for (let n = 0; n < rounds; n++) typed.push(await typing(bob.core, texts.words[300 + n * 31] as string))
  figures.typingP95Ms = percentile(typed, 0.95)
  figures.firstResultsP50Ms = percentile(all, 0.5)
  figures.firstResultsP95Ms = percentile(all, 0.95)
  figures.firstResultsP99Ms = percentile(all, 0.99)
  figures.firstResultsMaxMs = Math.max(...all)
  await bob.close()

  const peers = await withStore(profile, passphrase, ({ db }) => {
    const bytes = 'SELECT sum(length(block)) FROM search_index_data'
    figures.indexMegabytes = Number(db.prepare(bytes).pluck().get()) / 1e6
    figures.databaseMegabytes =
      (Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }))) / 1e6
    const scan = db.prepare("SELECT id FROM message WHERE body LIKE '%' || ? || '%' ORDER BY rowid DESC LIMIT 30")
    const samples = [0, 1, 2].map((n) => {
      const began = performance.now()
      scan.all(rare(n))
      return performance.now() - began
    })
    return { likeScanP50Ms: percentile(samples, 0.5) }
  })
  await alice.close()
  await relay.stop()
  folder.remove()
  return benchResult(
    'search',
    figures,
    [
      { figure: 'firstResultsP95Ms', atMost: 50 },
      { figure: 'typingP95Ms', atMost: 50 },
      { figure: 'whilePreparingP95Ms', atMost: 50 },
    ],
    peers,
  )
}

/** Few chats have most of the messages, the first one about an eighth. */
async function fill(profile: string, { random, sentence }: Corpus, size: number): Promise<ConversationId[]> {
  return withStore(profile, passphrase, ({ db }) => {
    const conversations: ConversationId[] = []
    const begun = Date.now() - 4 * year
    db.transaction(() => {
      for (let n = 0; n < chats; n++) conversations.push(addContact(db, `Person ${n}`))
    })()
    const write = messageWriter(db)
    const message = (n: number): FilledMessage => ({
      conversation: conversations[Math.floor(random() ** 3 * chats)] as ConversationId,
      own: random() < 0.5,
      sentAt: begun + Math.floor((n / size) * 4 * year),
      text: sentence(),
    })
    for (let from = 0; from < size; from += 10_000) {
      db.transaction(() => {
        for (let n = from; n < Math.min(size, from + 10_000); n++) write(message(n))
        db.exec('DELETE FROM search_change')
      })()
    }
    forgetIndex(db)
    return conversations
  })
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Gives how long queries took in the meantime. */
async function untilPrepared({ core }: CorePerson, { words }: Corpus): Promise<number[]> {
  const samples: number[] = []
  for (let n = 0; ; n++) {
    const start = performance.now()
    const { prepared } = await core.search.messages({ query: words[n % 300] as string, limit })
    samples.push(performance.now() - start)
    if (prepared === 1) return samples
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

/** A word letter by letter, each cancelling the one before: how long the last one takes. */
async function typing(core: CoreClient, word: string): Promise<number> {
  let before = new AbortController()
  for (let length = 1; length < word.length; length++) {
    before.abort()
    before = new AbortController()
    const { signal } = before
    core.search.messages({ query: word.slice(0, length), limit }, { signal }).catch(() => {})
  }
  before.abort()
  return timed(() => core.search.messages({ query: word, limit }))
}
