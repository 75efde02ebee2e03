/** Keeps every page where it is: no navigation, no further windows, no webview. The one place for all of it. */
import { app, type WebContents } from 'electron'
import { appOrigin } from './app-protocol.ts'

/** The one address there is; going there is how a page loads itself anew. */
export const home = `${appOrigin}/`

export function forbidNavigation(): void {
  app.on('web-contents-created', (_event, contents) => lock(contents))
}

function lock(contents: WebContents): void {
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || event.url !== home) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
