import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runJob } from './one-job.ts'

/** A kind of thread that answers with its number and how many jobs it has had, waits, or ends: at once, or with its answer. */
function kind(): URL {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'megachat-job-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'kind.worker.mjs')
  writeFileSync(
    file,
    `import { threadId } from 'node:worker_threads'
     import { answerJobs } from ${JSON.stringify(new URL('./one-job.ts', import.meta.url).href)}
     let had = 0
     answerJobs((ask) => {
       had++
       if (ask === 'wait') return new Promise(() => setInterval(() => {}, 1000))
       if (ask === 'refuse') throw new Error('no')
       if (ask === 'end') process.exit()
       if (ask === 'answer and end') setImmediate(() => process.exit())
       return { thread: threadId, had }
     })`,
  )
  return new URL(`file://${file}`)
}

interface Answer {
  readonly thread: number
  readonly had: number
}
const never = new AbortController().signal
const ask = (worker: URL, data: string, signal = never) => runJob<Answer>({ name: 'kind', worker, data }, signal)

test('a thread that has answered takes the next job, also after one that failed', async () => {
  const worker = kind()
  const first = await ask(worker, 'answer')
  await expect(ask(worker, 'refuse')).rejects.toThrow('no')
  expect(await ask(worker, 'answer')).toEqual({ thread: first.thread, had: 3 })
})

test('two jobs at once have a thread each', async () => {
  const worker = kind()
  const both = await Promise.all([ask(worker, 'answer'), ask(worker, 'answer')])
  expect(new Set(both.map(({ thread }) => thread)).size).toBe(2)
})

test('a job that is cancelled ends with its thread, and the next has another', async () => {
  const worker = kind()
  const first = await ask(worker, 'answer')
  const cancelling = new AbortController()
  const waiting = ask(worker, 'wait', cancelling.signal)
  cancelling.abort()
  await expect(waiting).rejects.toThrow(expect.objectContaining({ code: 'cancelled' }))
  expect(await ask(worker, 'answer')).toEqual({ thread: expect.not.closeTo(first.thread), had: 1 })
})

test('a thread that ends without an answer fails its job, and the next has another', async () => {
  const worker = kind()
  await expect(ask(worker, 'end')).rejects.toThrow(expect.objectContaining({ code: 'internal' }))
  expect((await ask(worker, 'answer')).had).toBe(1)
})

test('a thread that ends with its answer, or while it rests, takes no job any more', async () => {
  const worker = kind()
  const { thread } = await ask(worker, 'answer and end')
  await expect.poll(async () => (await ask(worker, 'answer')).thread, { timeout: 10_000 }).not.toBe(thread)
})
