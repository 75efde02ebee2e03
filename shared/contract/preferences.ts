/** What belongs to this computer and the program's place on it, not to the account: kept outside the database, known before it is open. */
import { z } from 'zod'
import { ProxyServer } from '../proxy.ts'

/** Factors of the page's size. */
export const zoomSteps = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const

export const ProxyChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('system') }),
  z.object({ kind: z.literal('none') }),
  ProxyServer.extend({ kind: z.literal('socks5') }),
  ProxyServer.extend({ kind: z.literal('http') }),
])
export type ProxyChoice = z.infer<typeof ProxyChoice>

export const Preferences = z.object({
  zoom: z.literal(zoomSteps),
  /** Starts with the session, in the tray; null where the system cannot be told. */
  startAtLogin: z.boolean().nullable(),
  /** Underlines what is misspelt; null where only a dictionary from elsewhere could do it. */
  spellCheck: z.boolean().nullable(),
  /** Keeps the windows out of screenshots and shared screens; null where the system offers no such thing. */
  contentProtection: z.boolean().nullable(),
  /** The key that mutes in a call whichever program has the keyboard, as Electron writes it; null for none. */
  muteKey: z.string().max(64).nullable(),
  /** Through one that the user names goes everything: files and calls then take no straight way. */
  proxy: ProxyChoice,
})
export type Preferences = z.infer<typeof Preferences>

export const PreferencesChange = Preferences.partial()
export type PreferencesChange = z.infer<typeof PreferencesChange>
