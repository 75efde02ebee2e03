/** The way from any room to the core and the shell. Has no knowledge of how calls travel. */
import type { ContractRouterClient } from '@orpc/contract'
import { createContext, useContext } from 'react'
import type { ChosenFile, CoreContract, ShellContract } from '../../shared/contract/index.ts'

export type Core = ContractRouterClient<CoreContract>
export type Shell = ContractRouterClient<ShellContract>['shell']

export interface GrantOptions {
  readonly signal?: AbortSignal
  /** Share from 0 to 1, where the file must be copied into the profile first (browser shell). */
  readonly onProgress?: (share: number) => void
}

/** A folder that was dropped or chosen in the page. */
export interface PageFolder {
  readonly name: string
  /** Stands for it where the page runs in a shell that knows its path; null for one that was chosen through a field. */
  readonly handle: File | null
  /** What is in it, where it must be copied; folders before what they hold. */
  readonly entries: () => AsyncIterable<{ readonly path: string; readonly file: File | null }>
}

export interface Clients {
  readonly core: Core
  readonly shell: Shell
  /**
   * Makes a file that was dropped or chosen in the page one that the core may read.
   * Fails with `disk-full`, `file-unreadable`, `cancelled`.
   */
  readonly grantFile: (file: File, options?: GrantOptions) => Promise<ChosenFile>
  /** The same for a folder. */
  readonly grantFolder: (folder: PageFolder, options?: GrantOptions) => Promise<ChosenFile>
}

const ClientsContext = createContext<Clients | null>(null)

export const ClientsProvider = ClientsContext.Provider

export function useClients(): Clients {
  const clients = useContext(ClientsContext)
  if (!clients) throw new Error('no clients above')
  return clients
}

export const useCore = (): Core => useClients().core
export const useShell = (): Shell => useClients().shell
