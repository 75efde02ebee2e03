/** One person at the application: an own profile, an own window. Finds everything by role and accessible name. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Browser, type BrowserContext, expect, type Locator, type Page } from '@playwright/test'
import { type Program, startProgram } from '../fixtures/process.ts'

interface ShellReady {
  readonly url: string
}

export class Person {
  readonly name: string
  readonly profile: string
  readonly #browser: Browser
  #shell: Program<ShellReady> | undefined
  #context: BrowserContext | undefined
  #page: Page | undefined
  #logs = ''

  constructor(browser: Browser, folder: string, name: string) {
    this.#browser = browser
    this.name = name
    this.profile = path.join(folder, name)
  }

  get page(): Page {
    if (this.#page === undefined) throw new Error(`${this.name} is not at the application`)
    return this.#page
  }

  /** All logs of all starts. */
  get logs(): string {
    return this.#logs + (this.#shell?.log() ?? '')
  }

  /** Starts the application. `prepare` may add scripts to the page before it loads. */
  async open(prepare: (context: BrowserContext) => Promise<unknown> = async () => {}): Promise<Page> {
    const passphrase = `${this.profile}.passphrase`
    writeFileSync(passphrase, `correct horse ${this.name}`)
    this.#shell = await startProgram<ShellReady>(
      'dist/main/browser/index.js',
      ['--profile', this.profile, '--port', '0', '--no-open', '--passphrase-file', passphrase],
      'ready',
    )
    this.#context = await this.#browser.newContext({
      locale: 'en-GB',
      viewport: { width: 1280, height: 800 },
      permissions: ['camera', 'microphone', 'clipboard-read', 'clipboard-write'],
    })
    await prepare(this.#context)
    this.#page = await this.#context.newPage()
    await this.#page.goto(this.#shell.ready.url)
    return this.#page
  }

  /** Ends the application as its user would. */
  async close(): Promise<void> {
    await this.#context?.close()
    await this.#shell?.stop()
    this.#logs = this.logs
    this.#shell = undefined
  }

  /** Goes through onboarding up to the chat list. */
  async onboard(relayOrInvite: string): Promise<void> {
    const { page } = this
    await page.getByRole('radio', { name: 'Use a relay' }).check()
    await page.getByRole('textbox', { name: 'Relay address or invite link' }).fill(relayOrInvite)
    await page.getByRole('textbox', { name: 'Username' }).fill(this.name.toLowerCase())
    await page.getByRole('textbox', { name: 'Your name' }).fill(this.name)
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByRole('checkbox', { name: 'I have written it down' }).check()
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(page.getByRole('button', { name: 'New chat' })).toBeVisible()
  }

  /** An own invite link, as the settings show it. */
  async inviteLink(): Promise<string> {
    const { page } = this
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Create invite link' }).click()
    const link = await page.getByRole('textbox', { name: 'Invite link' }).inputValue()
    await page.getByRole('button', { name: 'Chats' }).click()
    return link
  }

  async startChat(usernameOrInvite: string): Promise<void> {
    const { page } = this
    await page.getByRole('button', { name: 'New chat' }).click()
    await page.getByRole('textbox', { name: 'Username or invite link' }).fill(usernameOrInvite)
    await page.getByRole('button', { name: 'Start chat' }).click()
    await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible()
  }

  async openChat(name: string): Promise<void> {
    await this.page.getByRole('grid', { name: 'Chats' }).getByRole('row', { name }).click()
  }

  async send(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Message' }).fill(text)
    await this.page.getByRole('button', { name: 'Send' }).click()
  }

  /** The messages of the open chat. */
  get timeline(): Locator {
    return this.page.getByRole('log', { name: 'Messages' })
  }

  async acceptRequest(): Promise<void> {
    await this.page.getByRole('button', { name: 'Accept request' }).click()
  }
}
