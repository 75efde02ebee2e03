/** What happens when a part of the program fails that nothing else starts again. */
import { app, type BrowserWindow, dialog } from 'electron'
import type { Logger } from 'pino'
import { errorForLog } from '../../shared/error-log.ts'
import { type RunningWell, ranWell } from './running-well.ts'
import type { Texts } from './texts/index.ts'

/** The main process: an error that nobody caught leaves it in no known state, so it starts anew. The core's files bear that. */
export function restartAfterFailure(run: RunningWell, log: Logger): void {
  const startedAt = performance.now()
  process.on('uncaughtException', (error) => {
    log.fatal({ error: errorForLog(error) }, 'the main process failed')
    run.startsAnew()
    if (performance.now() - startedAt > ranWell) app.relaunch()
    app.exit(1)
  })
  // Chromium's own helpers are started again by Chromium.
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') log.error({ type, reason, exitCode }, 'a helper process has ended')
  })
}

/** A page that hangs: the user waits for it, or has it loaded anew. */
export function offerReload(window: BrowserWindow, texts: () => Texts, log: Logger): void {
  let asking: AbortController | undefined
  window.on('unresponsive', async () => {
    if (asking !== undefined) return
    log.warn('the page does not respond')
    const question = new AbortController()
    asking = question
    const words = texts()
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: words('hung.question'),
      detail: words('hung.words'),
      buttons: [words('hung.wait'), words('hung.reload')],
      defaultId: 0,
      cancelId: 0,
      signal: question.signal,
    })
    asking = undefined
    if (response === 1 && !window.isDestroyed()) window.webContents.forcefullyCrashRenderer()
  })
  // It came back by itself: nobody need answer any more.
  window.on('responsive', () => asking?.abort())
}
