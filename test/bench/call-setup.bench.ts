/** From "Accept" to the first decoded video frame at both ends: two browser shells on one relay, loopback. */
import type { Page } from '@playwright/test'
import { withTwoCallers } from '../e2e/two-callers.ts'
import { type BenchOptions, type BenchResult, benchResult, percentile } from './result.ts'

/** The project's aim, in milliseconds. */
const goalMs = 500

export function run({ rounds = 10 }: BenchOptions): Promise<BenchResult> {
  return withTwoCallers(async (bob, alice) => {
    const samples = { both: [] as number[], caller: [] as number[], called: [] as number[] }
    for (let round = 0; round < rounds; round++) {
      const { caller, called } = await oneCall(bob, alice)
      samples.caller.push(caller)
      samples.called.push(called)
      samples.both.push(Math.max(caller, called))
    }
    const figures = {
      calls: rounds,
      p50Ms: percentile(samples.both, 0.5),
      p90Ms: percentile(samples.both, 0.9),
      mostMs: Math.max(...samples.both),
      callerP50Ms: percentile(samples.caller, 0.5),
      calledP50Ms: percentile(samples.called, 0.5),
    }
    return benchResult('call-setup', figures, [{ figure: 'p50Ms', atMost: goalMs }])
  })
}

/** Milliseconds from the press of "Accept" to the first decoded frame on each side. */
async function oneCall(caller: Page, called: Page): Promise<{ caller: number; called: number }> {
  await caller.getByRole('button', { name: 'Start video call' }).click()
  const accept = called.getByRole('button', { name: 'Accept', exact: true })
  await accept.waitFor()
  await caller.getByText('Ringing…').first().waitFor()
  const frames = [firstFrame(caller), firstFrame(called)] as const
  const pressed = timeOfPress(called)
  await accept.click()
  const [pressedAt, callerAt, calledAt] = await Promise.all([pressed, ...frames])
  await caller.getByRole('button', { name: 'End call' }).click()
  await called.getByRole('button', { name: 'End call' }).waitFor({ state: 'hidden' })
  return { caller: callerAt - pressedAt, called: calledAt - pressedAt }
}

/** When the next mouse button is released on the page; milliseconds since the epoch. */
const timeOfPress = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) =>
        document.addEventListener('pointerup', () => resolve(performance.timeOrigin + performance.now()), {
          once: true,
          capture: true,
        }),
      ),
  )

/** When the newest peer connection of the page has decoded a frame; milliseconds since the epoch. */
const firstFrame = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const pollEveryMs = 5
    for (;;) {
      const connection = (window as Window & { testConnections?: RTCPeerConnection[] }).testConnections?.at(-1)
      for (const report of (await connection?.getStats())?.values() ?? []) {
        if (report.type === 'inbound-rtp' && report.kind === 'video' && report.framesDecoded > 0) {
          return performance.timeOrigin + performance.now()
        }
      }
      await new Promise((resolve) => setTimeout(resolve, pollEveryMs))
    }
  })
