/** Puts an attacker's script into a page, as if the page itself had brought it. */
import path from 'node:path'
import type { Page } from '@playwright/test'
import { build } from 'vite'
import { root } from '../fixtures/process.ts'

export type Hostile = typeof import('../fixtures/hostile-page/page.ts')

let script: Promise<string> | undefined

async function built(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'chrome130',
      lib: { entry: path.join(root, 'test/fixtures/hostile-page/page.ts'), formats: ['iife'], name: 'hostile' },
    },
  })
  const [output] = [result].flat()
  if (output === undefined || !('output' in output)) throw new Error('nothing was built')
  return `${output.output[0].code}\nwindow.hostile = hostile`
}

/** From now on the page has `window.hostile`. */
export async function takeOver(page: Page): Promise<void> {
  script ??= built()
  await page.evaluate(await script)
}
