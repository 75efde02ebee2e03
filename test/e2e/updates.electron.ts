/** A newer version from a static server, as an AppImage gets it: believed by its signature alone, and put in the place of the old one. */
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { chmodSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { expect } from '@playwright/test'
import { startSocks } from '../../main/core/relay/proxies.testing.ts'
import { publicKeyText, signed } from '../../scripts/package/sign-updates.ts'
import { electronWindows } from './electron-window.ts'
import { peopleTest } from './people.ts'

const ours = generateKeyPairSync('ed25519').privateKey
const theirs = generateKeyPairSync('ed25519').privateKey

interface Published {
  /** What the feed says next. */
  offer(version: string, key: KeyObject | null): void
  readonly url: string
}

const test = peopleTest.extend<{ published: Published; program: string; ran: string }>({
  published: async ({ folder, ran }, use) => {
    const site = path.join(folder, 'site')
    mkdirSync(site)
    const server: Server = createServer((request, response) => {
      const file = path.join(site, path.basename(new URL(request.url ?? '/', 'http://site').pathname))
      if (!existsSync(file)) return void response.writeHead(404).end()
      response.writeHead(200, { 'content-length': statSync(file).size }).end(readFileSync(file))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    await use({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      offer(version, key) {
        const url = `megachat-${version}-linux-x86_64.AppImage`
        const bytes = `#!/bin/sh\necho ${version} > ${ran}\n`
        writeFileSync(path.join(site, url), bytes)
        const sha512 = createHash('sha512').update(bytes).digest('base64')
        const feed = `version: ${version}\nreleaseNotes: Faster.\nfiles:\n  - url: ${url}\n    sha512: ${sha512}\n    size: ${bytes.length}\n`
        const ofOurs = key === null ? feed : signed('latest-linux.yml', feed, key)
        // One feed for both processors names first what is not for this one.
        const other = `files:\n  - url: megachat-${version}-linux-other.AppImage\n    sha512: b3RoZXI=\n    size: 1\n`
        writeFileSync(path.join(site, 'latest-linux.yml'), ofOurs.replace('files:\n', other))
      },
    })
    server.close()
  },
  /** The AppImage that runs, as its own start would say. */
  program: async ({ folder }, use) => {
    const program = path.join(folder, 'MegaChat.AppImage')
    writeFileSync(program, 'the old one')
    chmodSync(program, 0o755)
    await use(program)
  },
  ran: async ({ folder }, use) => use(path.join(folder, 'ran')),
  openWindow: async ({ published, program }, use) =>
    use(
      electronWindows(new Map(), {
        env: {
          APPIMAGE: program,
          MEGACHAT_UPDATES: published.url,
          MEGACHAT_UPDATE_KEYS: publicKeyText(ours),
        },
      }),
    ),
})

test('is fetched, checked and installed when it is signed, and refused in every other case', async ({
  alice,
  published,
  program,
  ran,
}) => {
  const cache = globSync(path.join(os.homedir(), '.cache/*/pending'))
  for (const folder of cache) rmSync(folder, { recursive: true, force: true })
  const page = await alice.open()
  await alice.onboardAsRelay()
  await page.getByRole('button', { name: 'Settings' }).click()
  const about = page.getByRole('region', { name: 'About' })
  const check = about.getByRole('button', { name: 'Check now' })

  await test.step('nobody answers', async () => {
    await check.click()
    await expect(about.getByText('No newer version could be fetched.')).toBeVisible()
  })

  await test.step('no signature, and one of somebody else', async () => {
    for (const key of [null, theirs]) {
      published.offer('9.0.0', key)
      await check.click()
      await expect(about.getByText('without the right signature')).toBeVisible()
      published.offer('0.0.1', ours)
      await check.click()
      // An older one is no newer version, whoever has signed it.
      await expect(about.getByText('This is the newest version.')).toBeVisible()
    }
  })

  await test.step('a good one, changed on the disk after it was fetched', async () => {
    published.offer('9.0.1', ours)
    await check.click()
    await expect(page.getByText('MegaChat 9.0.1 is ready to be installed.').first()).toBeVisible()
    const [fetched = ''] = globSync(path.join(os.homedir(), '.cache/*/pending/*.AppImage'))
    writeFileSync(fetched, '#!/bin/sh\nexit 1\n')
    await about.getByRole('button', { name: 'Restart' }).click()
    await expect(about.getByText('without the right signature')).toBeVisible()
    expect(readFileSync(program, 'utf8')).toBe('the old one')
  })

  await test.step('a good one', async () => {
    published.offer('9.0.2', ours)
    await check.click()
    await expect(about.getByText('MegaChat 9.0.2 is ready to be installed.')).toBeVisible()
    await about.getByText('What is new').click()
    await expect(about.getByText('Faster.')).toBeVisible()
    const closed = page.waitForEvent('close')
    await about.getByRole('button', { name: 'Restart' }).click()
    await closed
    await expect.poll(() => existsSync(ran) && readFileSync(ran, 'utf8').trim()).toBe('9.0.2')
    expect(readFileSync(program, 'utf8')).toContain('9.0.2')
  })
})

test('is looked for through the proxy that was chosen, and nowhere past it', async ({ alice, published }) => {
  const { proxy, sentTo, close } = await startSocks()
  mkdirSync(alice.profile, { recursive: true })
  writeFileSync(path.join(alice.profile, 'shell.json'), JSON.stringify({ proxy }))
  published.offer('0.0.1', ours)
  const page = await alice.open()
  await alice.onboardAsRelay()
  await page.getByRole('button', { name: 'Settings' }).click()
  const about = page.getByRole('region', { name: 'About' })
  await about.getByRole('button', { name: 'Check now' }).click()
  await expect(about.getByText('This is the newest version.')).toBeVisible()
  expect(sentTo).toContain(new URL(published.url).host)
  close()
  await about.getByRole('button', { name: 'Check now' }).click()
  await expect(about.getByText('No newer version could be fetched.')).toBeVisible()
})
