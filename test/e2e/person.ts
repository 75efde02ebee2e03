/** One person at the application: an own profile, an own window. Finds everything by role and accessible name. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import type { AppWindow, OpenOptions, OpenWindow } from './window.ts'

export class Person {
  readonly name: string
  readonly profile: string
  readonly passphrase: string
  /** Types the passphrase, instead of giving it in a file at the start. */
  typesPassphrase = false
  readonly #openWindow: OpenWindow
  #window: AppWindow | undefined
  #logs = ''

  constructor(openWindow: OpenWindow, folder: string, name: string) {
    this.#openWindow = openWindow
    this.name = name
    this.profile = path.join(folder, name)
    this.passphrase = `correct horse ${name}`
  }

  get page(): Page {
    if (this.#window === undefined) throw new Error(`${this.name} is not at the application`)
    return this.#window.page
  }

  /** All logs of all starts. */
  get logs(): string {
    return this.#logs + (this.#window?.log() ?? '')
  }

  /** Starts the application. */
  async open(prepare: OpenOptions['prepare'] = async () => {}): Promise<Page> {
    const passphraseFile = `${this.profile}.passphrase`
    writeFileSync(passphraseFile, this.passphrase)
    this.#window = await this.#openWindow({
      profile: this.profile,
      passphraseFile: this.typesPassphrase ? null : passphraseFile,
      prepare,
    })
    return this.page
  }

  /** Ends the application as its user would. */
  async close(): Promise<void> {
    await this.#window?.close()
    this.#logs = this.logs
    this.#window = undefined
  }

  /** Goes through onboarding up to the chat list; gives the recovery phrase. */
  async onboard(relayOrInvite: string): Promise<string[]> {
    const { page } = this
    await page.getByRole('radio', { name: 'Use a relay' }).check({ force: true })
    await page.getByRole('textbox', { name: 'Relay address or invite link' }).fill(relayOrInvite)
    return this.createAccount()
  }

  /** The same, with this computer as the relay, for itself alone. */
  async onboardAsRelay(): Promise<string[]> {
    await this.page.getByRole('radio', { name: 'This computer is the relay' }).check({ force: true })
    return this.createAccount()
  }

  /** The part of onboarding after the relay. */
  async createAccount(): Promise<string[]> {
    const { page } = this
    await page.getByRole('textbox', { name: 'Username' }).fill(this.name.toLowerCase())
    await page.getByRole('textbox', { name: 'Your name' }).fill(this.name)
    if (this.typesPassphrase) await page.getByRole('textbox', { name: 'Passphrase' }).fill(this.passphrase)
    await page.getByRole('button', { name: 'Create account' }).click()
    const words = page.getByRole('list', { name: 'Recovery phrase' }).getByRole('listitem')
    await expect(words).toHaveCount(24)
    const phrase = (await words.allInnerTexts()).flatMap((text) => text.match(/[a-z]+/) ?? [])
    await page.getByRole('button', { name: 'Continue' }).click()
    await this.confirmPhrase(phrase)
    await expect(page.getByRole('button', { name: 'New chat' }).first()).toBeVisible()
    return phrase
  }

  /** Shows that the phrase was written down. */
  async confirmPhrase(phrase: readonly string[]): Promise<void> {
    const { page } = this
    const asked = page.getByRole('textbox', { name: /^Word \d+$/ })
    await expect(asked).toHaveCount(3)
    for (const field of await asked.all()) {
      const label = (await field.getAttribute('aria-labelledby')) ?? ''
      const place = /\d+$/.exec((await page.locator(`[id="${label.split(' ')[0]}"]`).textContent()) ?? '')?.[0]
      await field.fill(phrase[Number(place) - 1] ?? '')
    }
    await page.getByRole('button', { name: 'Confirm' }).click()
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
    await page.getByRole('button', { name: 'New chat' }).first().click()
    await page.getByRole('textbox', { name: 'Username or invite link' }).fill(usernameOrInvite)
    await page.getByRole('button', { name: 'Start chat' }).click()
    await expect(this.composer).toBeVisible()
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Message' })
  }

  /** The entry of one chat in the list. */
  chat(name: string): Locator {
    return this.page.getByRole('list', { name: 'Chats' }).getByRole('listitem').filter({ hasText: name })
  }

  async openChat(name: string): Promise<void> {
    await this.chat(name).click()
  }

  async send(text: string): Promise<void> {
    await this.composer.fill(text)
    await this.page.getByRole('button', { name: 'Send', exact: true }).click()
    await expect(this.composer).toHaveValue('')
  }

  /** The messages of the open chat. */
  get timeline(): Locator {
    return this.page.getByRole('log', { name: 'Messages' })
  }

  /** One message by what it says and, for an own one, its state. */
  message(name: RegExp): Locator {
    return this.timeline.getByRole('article', { name })
  }

  async acceptRequest(): Promise<void> {
    await this.page.getByRole('button', { name: 'Accept request' }).click()
  }

  async attach(file: string): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser')
    await this.page.getByRole('button', { name: 'Attach file' }).click()
    await (await chooser).setFiles(file)
  }

  async attachFolder(folder: string): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser')
    await this.page.getByRole('button', { name: 'Attach folder' }).click()
    await (await chooser).setFiles(folder)
  }

  /** Drops a file of the local disk onto the open chat, as from a file manager. */
  async drop(file: string): Promise<void> {
    // Only a file input can make a File of the local disk in a test; the page then gets it as a drop would bring it.
    await this.page.evaluate(() => {
      const input = document.createElement('input')
      input.type = 'file'
      input.id = 'test-file'
      input.hidden = true
      document.body.append(input)
    })
    await this.page.locator('#test-file').setInputFiles(file)
    await this.timeline.evaluate((target) => {
      const input = document.querySelector<HTMLInputElement>('#test-file')
      const data = new DataTransfer()
      for (const chosen of input?.files ?? []) data.items.add(chosen)
      for (const type of ['dragenter', 'dragover', 'drop']) {
        target.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }))
      }
      input?.remove()
    })
  }
}
