/** The one way out to the browser or the mail program: http, https and mailto, after the user has seen the address. */
import { type BrowserWindow, dialog, shell } from 'electron'
import { AppError } from '../../shared/errors.ts'
import type { Texts } from './texts/index.ts'

const schemes = new Set(['http:', 'https:', 'mailto:'])

/** Raises `invalid-input` for any other scheme. */
export async function openExternal(url: string, window: BrowserWindow, texts: Texts): Promise<void> {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed === null || !schemes.has(parsed.protocol)) throw new AppError('invalid-input', 'not a link to open')
  const { response } = await dialog.showMessageBox(window, {
    message: texts('link.question'),
    detail: parsed.href,
    buttons: [texts('link.open'), texts('link.cancel')],
    defaultId: 1,
    cancelId: 1,
  })
  if (response === 0) await shell.openExternal(parsed.href)
}
