/** 5,000 messages of 20 people wait for somebody who was away: until all are stored and shown, and what the window does meanwhile. */
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { findChromium } from '../../scripts/browser.ts'
import { conversationWith } from '../../shared/ids.ts'
import { browserWindows } from '../e2e/browser-window.ts'
import { allSent, createAccount, openCorePerson, passphrase, whenConversations } from '../fixtures/core-person.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { portOf, startRelay } from '../fixtures/relay.ts'
import { bareDecryptionsPerSecond } from './bare-libsignal.ts'
import { type BenchOptions, type BenchResult, benchResult, percentile } from './result.ts'

const people = 20
const text = 'A message of about the length that people write to each other in a chat.'

/** `size`: messages in all. `rounds`: how often they are taken in without a window; the median counts. */
export async function run({ size = 5000, rounds = 3 }: BenchOptions): Promise<BenchResult> {
  const folder = temporaryFolder('bench-catchup')
  const place = (name: string) => path.join(folder.path, name)
  let relay = await startRelay(place('relay'))
  const port = portOf(relay)
  const each = Math.floor(size / people)
  const expected = each * people
  await prepare(place, relay.ready.url, each)

  // Everything as it was before Bob came back, to come back again.
  await relay.stop()
  const kept = ['relay', 'bob'] as const
  for (const name of kept) cpSync(place(name), place(`${name}-kept`), { recursive: true })
  const again = async () => {
    for (const name of kept) {
      rmSync(place(name), { recursive: true })
      cpSync(place(`${name}-kept`), place(name), { recursive: true })
    }
    relay = await startRelay(place('relay'), port)
  }

  const perSecond: number[] = []
  const limits: number[] = []
  for (let round = 0; round < rounds; round++) {
    await again()
    const bob = await openCorePerson(place('bob'))
    const start = performance.now()
    await whenConversations(bob, (list) => list.reduce((sum, { unread }) => sum + unread, 0) >= expected)
    perSecond.push(expected / ((performance.now() - start) / 1000))
    await bob.close()
    await relay.stop()
    // In between, so that both have the same computer.
    limits.push(await bareDecryptionsPerSecond(2000, 256))
  }

  await again()
  writeFileSync(place('passphrase'), passphrase)
  const browser = await chromium.launch({ executablePath: findChromium() })
  const start = performance.now()
  const window = await browserWindows(browser)({
    profile: place('bob'),
    passphraseFile: place('passphrase'),
    prepare: async () => {},
  })
  await window.page.getByRole('button', { name: 'New chat' }).first().waitFor()
  const gaps = await gapsUntil(window.page, `(${expected}) MegaChat`)
  const shownSeconds = (performance.now() - start) / 1000
  await window.close()
  await browser.close()
  await relay.stop()
  folder.remove()

  const [receivePerSecond, limitPerSecond] = [percentile(perSecond, 0.5), percentile(limits, 0.5)]
  const figures = {
    messages: expected,
    people,
    storedSeconds: expected / receivePerSecond,
    receivePerSecond,
    limitPerSecond,
    ratioToLimit: receivePerSecond / limitPerSecond,
    /** From the start of the program, with its window. */
    shownSeconds,
    windowGapP99Ms: percentile(gaps, 0.99),
    windowGapMaxMs: Math.max(...gaps),
  }
  return benchResult('catchup', figures, [
    { figure: 'ratioToLimit', atLeast: 0.6 },
    { figure: 'windowGapMaxMs', atMost: 50 },
  ])
}

/** Bob and his contacts; then, while he is away, `each` messages from each of them. */
async function prepare(place: (name: string) => string, relay: string, each: number): Promise<void> {
  const bob = await openCorePerson(place('bob'))
  await createAccount(bob, relay, 'Bob')
  const { link } = await bob.core.contacts.createInvite()
  const names = Array.from({ length: people }, (_, n) => `Person${String(n + 1)}`)
  for (const name of names) {
    const person = await openCorePerson(place(name))
    await createAccount(person, relay, name)
    const { conversationId } = await person.core.contacts.start({ usernameOrInvite: link })
    await person.core.conversations.sendText({ conversationId, text: 'May I?' })
    const list = await whenConversations(bob, (all) => all.some(({ state }) => state === 'request'))
    for (const { id, state } of list) {
      if (state === 'request') await bob.core.conversations.acceptRequest({ conversationId: id })
    }
    await whenConversations(person, (all) => all.some(({ state }) => state === 'accepted'))
    await person.close()
  }
  for (const { id } of await whenConversations(bob, (all) => all.length === people)) {
    const { messages } = await bob.core.conversations.older({
      conversationId: id,
      before: Number.MAX_SAFE_INTEGER,
      limit: 10,
    })
    const newest = messages.at(-1)
    if (newest) await bob.core.conversations.markRead({ conversationId: id, upTo: newest.position })
  }
  await whenConversations(bob, (all) => all.every(({ unread }) => unread === 0))
  const account = await accountOf(bob)
  await bob.close()
  for (const name of names) {
    const person = await openCorePerson(place(name))
    const conversationId = conversationWith(account)
    await whenConversations(person, (all) => all.some(({ id }) => id === conversationId))
    for (let sent = 0; sent < each; sent += 50) {
      const batch = Math.min(50, each - sent)
      await Promise.all(
        Array.from({ length: batch }, () => person.core.conversations.sendText({ conversationId, text })),
      )
    }
    await allSent(person, conversationId)
    await person.close()
  }
}

async function accountOf({ core }: Awaited<ReturnType<typeof openCorePerson>>) {
  for await (const state of await core.profile.watch()) if (state.state === 'open') return state.account.id
  throw new Error('the profile did not open')
}

/**
 * How long the page's thread was busy at a stretch, in milliseconds, again and again until its title is `title`: what an
 * input waits at most for its turn.
 */
const gapsUntil = (page: Page, title: string): Promise<number[]> =>
  page.evaluate(
    (wanted) =>
      new Promise<number[]>((resolve) => {
        const everyMs = 4
        const gaps: number[] = []
        let before = performance.now()
        const timer = setInterval(() => {
          const now = performance.now()
          gaps.push(Math.max(0, now - before - everyMs))
          before = now
          if (document.title !== wanted) return
          clearInterval(timer)
          resolve(gaps)
        }, everyMs)
      }),
    title,
  )
