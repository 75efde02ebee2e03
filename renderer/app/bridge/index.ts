/** Connects the page to core and shell, in whichever shell it runs. */
import './no-eval.ts'
import { createClient } from '../../../shared/bridge/index.ts'
import type { CoreContract, ShellContract } from '../../../shared/contract/index.ts'
import type { Observable } from '../../../shared/streams/index.ts'
import type { Clients } from '../client.ts'
import { admission } from './admission.ts'
import { openSockets, withPage } from './browser.ts'
import { grantByCopy, grantFolderByCopies } from './copies.ts'
import { grantByPath, grantFolderByPath, openPorts, preload } from './electron.ts'
import { type BridgeStatus, ReconnectingBridge } from './reconnecting.ts'

export type { BridgeStatus } from './reconnecting.ts'

export interface MegaChat extends Clients {
  /**
   * Whether the core can be reached. It comes back by itself: calls wait for it, and a stream that broke with
   * `bridge-closed` begins with a new snapshot when it is opened again.
   */
  readonly status: Observable<BridgeStatus>
}

/** Call it once. Rejects with `page-not-admitted` where this page may not talk to the program. */
export async function connect(): Promise<MegaChat> {
  const offered = preload()
  if (offered) {
    const bridge = new ReconnectingBridge(() => openPorts(offered))
    return {
      ...clientsOf(bridge),
      grantFile: (file, options) => grantByPath(offered, file, options),
      grantFolder: (folder) => grantFolderByPath(offered, folder),
    }
  }
  const admitted = await admission()
  const bridge = new ReconnectingBridge(() => openSockets(admitted))
  return {
    ...clientsOf(bridge, withPage(bridge.shell)),
    grantFile: (file, options) => grantByCopy(admitted, file, options),
    grantFolder: (folder, options) => grantFolderByCopies(admitted, folder, options),
  }
}

function clientsOf(bridge: ReconnectingBridge, shell = bridge.shell) {
  return {
    core: createClient<CoreContract>(bridge.core),
    shell: createClient<ShellContract>(shell).shell,
    status: bridge.status,
  }
}
