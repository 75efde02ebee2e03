/** What an open profile costs while nothing happens: processor time and memory of all its processes, window included. */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Browser, chromium } from '@playwright/test'
import { findChromium } from '../../scripts/browser.ts'
import { electronObstacle } from '../../scripts/electron.ts'
import { browserWindows } from '../e2e/browser-window.ts'
import { type ElectronWindow, electronWindows } from '../e2e/electron-window.ts'
import type { AppWindow } from '../e2e/window.ts'
import { becomeContacts, createAccount, openCorePerson, passphrase } from '../fixtures/core-person.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { startRelay } from '../fixtures/relay.ts'
import { childrenOf, ticksOf, ticksPerSecond, treeOf } from './processor.ts'
import { type BenchOptions, type BenchResult, benchResult } from './result.ts'

/** The program has come to rest after this time, in milliseconds. */
const settleMs = 15_000

/** `rounds`: seconds without anything; `size`: minutes of use before memory is read, 3 unless said (60 is the full hour). */
export async function run({ rounds: seconds = 60, size: minutes = 3 }: BenchOptions): Promise<BenchResult> {
  const folder = temporaryFolder('bench-idle')
  const place = (name: string) => path.join(folder.path, name)
  const relay = await startRelay(place('relay'))
  const alice = await openCorePerson(place('alice'))
  const bob = await openCorePerson(place('bob'))
  await createAccount(alice, relay.ready.url, 'Alice')
  await createAccount(bob, relay.ready.url, 'Bob')
  const { ofAlice } = await becomeContacts([alice, bob], 'alice')
  await bob.close()
  writeFileSync(place('passphrase'), passphrase)
  const opening = { profile: place('bob'), passphraseFile: place('passphrase'), prepare: async () => {} }
  const figures: Record<string, number> = {}

  async function measure(name: string, window: AppWindow, processes: () => Record<string, number[]>): Promise<void> {
    await window.page.getByRole('list', { name: 'Chats' }).getByText('Alice').first().click()
    await delay(settleMs)
    const before = Object.entries(processes()).map(([part, pids]) => [part, pids, sum(pids, ticksOf)] as const)
    await delay(seconds * 1000)
    let all = 0
    for (const [part, pids, ticks] of before) {
      const percent = ((sum(pids, ticksOf) - ticks) / ticksPerSecond / seconds) * 100
      all += percent
      figures[`${name}${part}CpuPercent`] = percent
      figures[`${name}${part}Mb`] = sum(pids, megabytesOf)
    }
    figures[`${name}CpuPercent`] = all
    const end = performance.now() + minutes * 60_000
    let written = 0
    while (performance.now() < end) {
      written += 1
      await alice.core.conversations.sendText({ conversationId: ofAlice, text: `To be read ${written}` })
      if (written % 10 === 0) {
        await window.page.getByRole('textbox', { name: 'Message' }).fill(`Answer ${written}`)
        await window.page.getByRole('button', { name: 'Send', exact: true }).click()
      }
      await delay(200)
    }
    for (const [part, pids] of Object.entries(processes())) figures[`${name}${part}AfterUseMb`] = sum(pids, megabytesOf)
    figures[`${name}MessagesOfUse`] = written
  }

  const browser = await chromium.launch({ executablePath: findChromium() })
  const known = new Set(childrenOf(process.pid))
  let window: AppWindow = await browserWindows(browser)(opening)
  // The shell's process is the one that has come since.
  const shell = childrenOf(process.pid).filter((pid) => !known.has(pid))
  const pages = await pagesOf(browser)
  await measure('browser', window, () => ({ Program: shell.flatMap(treeOf), Page: pages }))
  await window.close()
  await browser.close()

  const obstacle = electronObstacle()
  if (obstacle === undefined) {
    const windows = new Map<string, ElectronWindow>()
    window = await electronWindows(windows)(opening)
    const pid = windows.get('bob')?.app.process().pid ?? 0
    await measure('electron', window, () => ({ All: treeOf(pid) }))
    await window.close()
  } else process.stderr.write(`Electron is left out: ${obstacle}\n`)
  await alice.close()
  await relay.stop()
  folder.remove()
  figures.useMinutes = minutes
  return benchResult(
    'idle',
    figures,
    ['browserCpuPercent', ...(obstacle === undefined ? ['electronCpuPercent'] : [])].map((figure) => ({
      figure,
      atMost: 0.5,
    })),
  )
}

const sum = (pids: readonly number[], of: (pid: number) => number) => pids.reduce((all, pid) => all + of(pid), 0)

/** Shared pages count for each process in part: the sum of several is what they take together. */
function megabytesOf(pid: number): number {
  try {
    const [, kib] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? []
    return (Number(kib ?? 0) * 1024) / 1e6
  } catch {
    return 0
  }
}

async function pagesOf(browser: Browser): Promise<number[]> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
}
