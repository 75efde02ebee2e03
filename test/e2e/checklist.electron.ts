/**
 * Electron's security checklist (https://www.electronjs.org/docs/latest/tutorial/security), item by item, in the running
 * application; then a page in which an attacker's script runs.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import type { ElectronApplication } from 'playwright-core'
import { temporaryFolder } from '../fixtures/folder.ts'
import { root } from '../fixtures/process.ts'
import { type ElectronWindow, electronWindows } from './electron-window.ts'
import { type Hostile, takeOver } from './hostile-page.ts'
import { Person } from './person.ts'

declare const window: Window & { hostile: Hostile; megachat: Hostile['megachat'] }

let folder: ReturnType<typeof temporaryFolder>
let alice: Person
let page: Page
let app: ElectronApplication

test.beforeAll(async () => {
  folder = temporaryFolder('checklist')
  const windows = new Map<string, ElectronWindow>()
  alice = new Person(electronWindows(windows, { fakeDevices: false }), folder.path, 'Alice')
  page = await alice.open()
  await alice.onboardAsRelay()
  app = (windows.get('Alice') as ElectronWindow).app
  await takeOver(page)
})

test.afterAll(async () => {
  await alice.close()
  folder.remove()
})

const preferences = () =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => {
      // Not in the typings, and the one way to see what a window really has.
      const contents = webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      return contents.getLastWebPreferences()
    }),
  )

test('1: everything the page loads comes from the application itself', async () => {
  const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  expect(loaded.length).toBeGreaterThan(2)
  expect(loaded.filter((name) => !/^app:\/\/(megachat|files)\/|^(data|blob):/.test(name))).toEqual([])
})

test('2, 3, 4, 6, 8, 9, 10: windows have no Node, a world of their own, a sandbox, and nothing experimental', async () => {
  for (const given of await preferences()) {
    expect(given).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
    })
    expect([given.enableBlinkFeatures, given.disableBlinkFeatures].filter(Boolean)).toEqual([])
  }
  const pids = await app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((one) => one.getOSProcessId()),
  )
  for (const pid of pids) {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    expect(status).toMatch(/^NoNewPrivs:\t1$/m)
    expect(status).toMatch(/^Seccomp:\t2$/m)
  }
  expect(
    await page.evaluate(() => ['require', 'process', 'Buffer', 'module'].filter((name) => name in window)),
  ).toEqual([])
})

test('5: the page is refused every permission that calls do not need', async () => {
  const refused = await page.evaluate(async () => {
    const state = async (name: string) =>
      (await navigator.permissions.query({ name: name as PermissionName }).catch(() => null))?.state ?? 'unknown'
    const names = ['geolocation', 'notifications', 'clipboard-read', 'midi', 'idle-detection', 'persistent-storage']
    const states = await Promise.all(names.map(async (name) => [name, await state(name)]))
    const position = new Promise((resolve) =>
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        () => resolve('refused'),
      ),
    )
    return { ...Object.fromEntries(states), position: await position }
  })
  expect(Object.values(refused).filter((state) => state === 'granted')).toEqual([])
  const { Notification: state } = await page.evaluate(async () => ({
    Notification: await Notification.requestPermission(),
  }))
  expect(state).toBe('denied')
})

test('7: the policy lets no script in that the application did not bring', async () => {
  const policy = await page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy'))
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  // WebAssembly alone: no text ever becomes a script.
  expect(policy).not.toMatch(/'unsafe|\*|https?:/)
  expect(policy).toContain("require-trusted-types-for 'script'")
  const ran = await page.evaluate(async () => {
    const tries: (() => unknown)[] = [
      () => Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' }),
      () => Object.assign(document.createElement('script'), { src: 'data:text/javascript,window.ran=1' }),
      () => document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.ran=1">'),
      () => document.body.setAttribute('onclick', 'window.ran=1'),
      () => new Function('window.ran = 1')(),
      () => window.setTimeout('window.ran = 1' as unknown as () => void),
      () => new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))),
      () => import(`data:text/javascript,${'window.ran=1'}`),
    ]
    for (const attempt of tries) {
      // In a task of its own: in the debugger's the policy does not hold.
      await new Promise<void>((resolve) => {
        setTimeout(async () => {
          try {
            const made = await attempt()
            if (made instanceof HTMLElement) document.head.append(made)
          } catch {
            // Refused, which is what is asked for.
          }
          resolve()
        })
      })
    }
    document.body.click()
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    return 'ran' in window
  })
  expect(ran).toBe(false)
})

test('11, 12: there is no webview, and none is attached', async () => {
  await page.evaluate(() => {
    const view = document.createElement('webview')
    view.setAttribute('src', 'https://example.org/')
    view.setAttribute('allowpopups', '')
    document.body.append(view)
  })
  expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().map((one) => one.getType()))).toEqual([
    'window',
  ])
})

test('15: links leave only as http, https and mail, and only when the user says so', async () => {
  await app.evaluate(({ dialog, shell }) => {
    const seen: string[] = []
    Object.assign(globalThis, { seen })
    dialog.showMessageBox = (async (_window: unknown, options: Electron.MessageBoxOptions) => {
      seen.push(`asked ${options.detail}`)
      return { response: options.cancelId ?? 1, checkboxChecked: false }
    }) as unknown as typeof dialog.showMessageBox
    shell.openExternal = async (url) => {
      seen.push(`opened ${url}`)
    }
  })
  const answers = await page.evaluate(async () => {
    const { shell } = await window.hostile.clients()
    const urls = [
      'file:///etc/passwd',
      'javascript:alert(1)',
      'smb://host/share',
      'ms-msdt:/id',
      'https://example.org/a',
    ]
    return Promise.all(urls.map((url) => window.hostile.refusal(shell.openExternal({ url }))))
  })
  expect(answers).toEqual(['invalid-input', 'invalid-input', 'invalid-input', 'invalid-input', 'answered'])
  expect(await app.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)).toEqual([
    'asked https://example.org/a',
  ])
})

test('16: the version of Electron is pinned, and its typings are of that version', async () => {
  const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8'))
  const { electron } = read('package.json').devDependencies
  expect(electron).toMatch(/^\d+\.\d+\.\d+$/)
  expect(read('node_modules/electron/package.json').version).toBe(electron)
})

test('17: another page than ours gets no answer, whatever its preload script', async () => {
  const preload = path.join(root, 'dist/preload/index.cjs')
  const got = await app.evaluate(async ({ BrowserWindow }, script) => {
    const window = new BrowserWindow({ show: false, webPreferences: { preload: script, sandbox: true } })
    await window.loadURL('data:text/html,stranger')
    const answers = await window.webContents.executeJavaScript(`new Promise((resolve) => {
      let ports = 0
      addEventListener('message', (event) => { ports += event.ports.length })
      megachat.connect()
      // The answer to a later question comes after that to an earlier one.
      megachat.copy({ step: 'begin', name: 'a', size: 1 }).then((copy) => setTimeout(() => resolve({ ports, copy }), 200))
    })`)
    window.destroy()
    return answers
  }, preload)
  expect(got).toEqual({ ports: 0, copy: null })
})

test('18: nothing is served from file://, and paths lead nowhere', async () => {
  const statuses = await page.evaluate(async () => {
    const urls = [
      'app://megachat/../package.json',
      'app://megachat/..%2f..%2fpackage.json',
      'app://megachat/.built',
      'app://files/x',
      'app://other/',
    ]
    const get = (url: string) =>
      fetch(url).then(
        ({ status }) => status,
        () => 0,
      )
    return { files: await get('file:///etc/passwd'), others: await Promise.all(urls.map(get)) }
  })
  expect(statuses.files).toBe(0)
  expect(statuses.others.filter((status) => status === 200)).toEqual([])
})

test('20: the page has the three functions of its preload script and nothing of Electron', async () => {
  const offered = await page.evaluate(() =>
    Object.entries(window.megachat).map(([name, value]) => `${name}: ${typeof value}`),
  )
  expect(offered.sort()).toEqual(['connect: function', 'copy: function', 'grant: function'])
})

test('whoever hides addresses hides them from the page too', async () => {
  const policy = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getWebRTCIPHandlingPolicy())
  expect(await policy()).toBe('default')
  await alice.page.getByRole('button', { name: 'Settings' }).click()
  await alice.page.getByRole('switch', { name: /through the relay/ }).press('Space')
  await expect.poll(policy).toBe('default_public_interface_only')
  await alice.page.getByRole('button', { name: 'Chats' }).click()
})

test('a page that is taken over reaches nothing but the contract', async () => {
  const answers = await page.evaluate(async () => {
    const { core, shell } = await window.hostile.clients()
    const { refusal } = window.hostile
    // A client makes a call of every name it is asked for.
    const anything = core as unknown as Record<string, Record<string, (input?: unknown) => Promise<unknown>>>
    const call = (room: string, name: string, input?: unknown) =>
      refusal((async () => anything[room]?.[name]?.(input))())
    const path = '/etc/passwd'
    return {
      unknownProcedure: await call('store', 'query', { sql: 'SELECT * FROM account' }),
      hostCalls: await call('host', 'unwrap', new Uint8Array(32)),
      aPathAsToken: await refusal(core.settings.setDownloadFolder({ folder: path })),
      aPathAsFile: await call('transfers', 'sendFile', { conversationId: crypto.randomUUID(), file: path }),
      tooMuch: await refusal(shell.copyText({ text: 'x'.repeat(100_000) })),
      screens: await refusal(navigator.mediaDevices.getDisplayMedia({ video: true })),
      grantNothing: await refusal((async () => window.megachat.grant('/etc/passwd'))()),
      copyOutside: JSON.stringify(await window.megachat.copy({ step: 'begin', name: '../../x', size: -1 })),
    }
  })
  const { copyOutside, ...refused } = answers
  for (const [what, code] of Object.entries(refused)) expect(code, what).not.toBe('answered')
  expect(copyOutside).toContain('error')
})

test('frames that make no sense end their own port and nothing else', async () => {
  await page.evaluate(async () => {
    for (const frame of ['', '{', 1, null, new Uint8Array(9), { a: new ArrayBuffer(1 << 20) }, '['.repeat(100_000)]) {
      const [core, shell] = await window.hostile.ports()
      core?.start()
      shell?.start()
      core?.postMessage(frame)
      shell?.postMessage(frame)
    }
  })
  const version = await page.evaluate(async () => (await (await window.hostile.clients()).shell.info()).shell)
  expect(version).toBe('electron')
  await alice.page.getByRole('button', { name: 'Settings' }).click()
  await expect(alice.page.getByRole('heading', { name: 'Settings' })).toBeVisible()
})

// The last one: Playwright waits for the end of navigations that were refused.
test('13, 14: the page goes nowhere and opens nothing', async () => {
  for (const url of [
    'https://example.org/',
    'file:///etc/passwd',
    'app://megachat/ring/index.html',
    'data:text/html,x',
    'javascript:1',
  ]) {
    await page.evaluate((target) => {
      window.open(target)
      const frame = document.createElement('iframe')
      frame.src = target
      document.body.append(frame)
      const link = Object.assign(document.createElement('a'), { href: target, target: '_blank' })
      document.body.append(link)
      link.click()
    }, url)
    await page.evaluate((target) => {
      window.location.href = target
    }, url)
  }
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0)))
  expect(app.windows()).toHaveLength(1)
  expect(page.url()).toBe('app://megachat/')
  const frames = await page.evaluate(() =>
    [...document.querySelectorAll('iframe')].map((frame) => {
      try {
        return frame.contentDocument?.body.textContent ?? ''
      } catch {
        return ''
      }
    }),
  )
  expect(frames.join('')).not.toContain('root:')
})
