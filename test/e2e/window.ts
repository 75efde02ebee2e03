/** A running application with one window, whichever shell it is. */
import type { BrowserContext, Page } from '@playwright/test'

export interface AppWindow {
  readonly page: Page
  /** Everything the application wrote to stderr so far. */
  log(): string
  close(): Promise<void>
}

export interface OpenOptions {
  readonly profile: string
  /** Null where the user types the passphrase. */
  readonly passphraseFile: string | null
  /** May add scripts to the page before it loads. */
  readonly prepare: (context: BrowserContext) => Promise<unknown>
}

export type OpenWindow = (options: OpenOptions) => Promise<AppWindow>
