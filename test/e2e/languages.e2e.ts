/** The application in German, and the change of the language. */
import { browserWindows } from './browser-window.ts'
import { expect, test } from './fixtures.ts'
import { Person } from './person.ts'

test('onboarding and a chat in German; another language takes effect at once, and stays', async ({
  browser,
  bob,
  relay,
  folder,
}) => {
  const anna = new Person(browserWindows(browser, { locale: 'de-DE' }), folder, 'Anna')
  try {
    let page = await anna.open()
    const field = (name: string) => page.getByRole('textbox', { name, exact: true })
    const button = (name: string) => page.getByRole('button', { name, exact: true })
    const language = () => page.locator('html').getAttribute('lang')

    await test.step('onboarding', async () => {
      await expect(page.getByRole('heading', { name: 'Willkommen bei MegaChat' })).toBeVisible()
      expect(await language()).toBe('de')
      await expect(page.getByRole('radio', { name: 'Ein Relay benutzen' })).toBeChecked()
      await expect(page.getByRole('radio', { name: 'Dieser Computer ist das Relay' })).toBeVisible()
      await button('Konto erstellen').click()
      await expect(field('Benutzername')).toHaveAccessibleDescription('Bitte ausfüllen.')
      await field('Relay-Adresse oder Einladungslink').fill(relay.url)
      await field('Dein Name').fill('Änne Müßig')
      await field('Benutzername').fill('änne')
      await button('Konto erstellen').click()
      await expect(field('Benutzername')).toHaveAccessibleDescription(/Buchstaben ohne Umlaute/)
      await field('Benutzername').fill('aenne')
      await button('Konto erstellen').click()
      await expect(page.getByRole('heading', { name: 'Deine Wiederherstellungsphrase' })).toBeVisible()
      await button('Weiter').click()
      await expect(page.getByRole('textbox', { name: /^Wort \d+$/ })).toHaveCount(3)
      await button('Überspringen').click()
      await button('Ohne weiter').click()
      await expect(page.getByText('Noch keine Chats')).toBeVisible()
    })

    await test.step('a chat', async () => {
      await bob.open()
      await bob.onboard(relay.url)
      await bob.startChat('aenne')
      await bob.send('Grüß Gott')
      await page.getByRole('list', { name: 'Chats' }).getByRole('listitem').filter({ hasText: 'Bob' }).click()
      const messages = page.getByRole('log', { name: 'Nachrichten' })
      await expect(messages.getByText('Grüß Gott')).toBeVisible()
      await button('Anfrage annehmen').click()
      await field('Nachricht').fill('Servus, schön dich zu lesen')
      await button('Senden').click()
      await expect(messages.getByRole('article', { name: /^Du: Servus.*(Zugestellt|Gelesen)$/ })).toBeVisible()
      await expect(button('Sprachanruf starten')).toBeVisible()
      await expect(button('Videoanruf starten')).toBeVisible()
      await expect(button('Datei anhängen')).toBeVisible()
      await expect(bob.chat('Änne Müßig')).toBeVisible()
    })

    await test.step('the settings change the language at once', async () => {
      await button('Einstellungen').click()
      await page.getByRole('button', { name: /Sprache/ }).click()
      await page.getByRole('option', { name: 'English' }).click()
      await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
      await expect(button('Transfers')).toBeVisible()
      expect(await language()).toBe('en')
      await page.reload()
      await expect(button('New chat').first()).toBeVisible()
    })

    await test.step('the chosen language outlives a start', async () => {
      await anna.close()
      page = await anna.open()
      await button('Settings').click()
      await page.getByRole('button', { name: /Language/ }).click()
      await page.getByRole('option', { name: 'As the system' }).click()
      await expect(page.getByRole('heading', { name: 'Einstellungen' })).toBeVisible()
      expect(await language()).toBe('de')
    })
  } finally {
    await anna.close()
  }
})
