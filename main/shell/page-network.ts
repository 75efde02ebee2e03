/** Keeps core, page and updates on the way that the user has chosen, and the page's addresses as hidden as they are to be. */
import type { Session } from 'electron'
import type { Logger } from 'pino'
import type { Preferences } from '../../shared/contract/index.ts'
import { errorForLog } from '../../shared/error-log.ts'
import { detach } from '../../shared/errors.ts'
import type { CoreProcess } from '../core-process/index.ts'
import type { CoreWatch } from './core-watch.ts'
import type { ShellPreferences } from './preferences/index.ts'
import { setProxy } from './proxies.ts'
import type { MainWindow } from './window.ts'

export interface PageNetworkOptions {
  readonly preferences: ShellPreferences
  readonly watch: CoreWatch
  readonly window: MainWindow
  readonly core: CoreProcess
  readonly sessions: readonly Session[]
  readonly log: Logger
}

/** Call it before there is a page. */
export function followNetwork({ preferences, watch, window, core, sessions, log }: PageNetworkOptions): void {
  let { proxy } = preferences.current
  const hideAddresses = () => {
    const chosen = proxy.kind !== 'system' && proxy.kind !== 'none'
    window.hideAddresses(chosen ? 'behind-proxy' : watch.settings.value?.alwaysThroughRelay ? 'local' : 'no')
  }
  const reroute = () =>
    detach(Promise.all([...sessions.map((session) => setProxy(proxy, session)), core.proxyChanged()]), (error) =>
      log.warn({ error: errorForLog(error) }, 'the proxy was not changed everywhere'),
    )
  hideAddresses()
  if (proxy.kind !== 'system') reroute()
  watch.settings.on(hideAddresses)
  preferences.on((changed: Preferences) => {
    if (JSON.stringify(changed.proxy) === JSON.stringify(proxy)) return
    proxy = changed.proxy
    hideAddresses()
    reroute()
  })
}
