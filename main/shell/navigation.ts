/** Keeps every page where it is: no navigation, no further windows, no webview. The one place for all of it. */
import { app, type WebContents } from 'electron'
import { home } from './app-protocol.ts'

export function forbidNavigation(): void {
  app.on('web-contents-created', (_event, contents) => lock(contents))
}

function lock(contents: WebContents): void {
  // Going home is how a page loads itself anew.
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || event.url !== home) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
