/** Contract of the shell: what the window and the operating system offer. Answered in the main process, not in the core. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { TransferId } from '../ids.ts'
import { Preferences, PreferencesChange } from './preferences.ts'
import { PathToken } from './transfers.ts'
import { UpdateState } from './updates.ts'

export const ShellInfo = z.object({
  shell: z.enum(['electron', 'browser']),
  version: z.string(),
  platform: z.enum(['linux', 'darwin', 'win32', 'other']),
  /** BCP 47, from the operating system or the browser. */
  systemLanguage: z.string(),
  /** True where nobody sits at the computer that runs the core (`--no-open`): no dialogs of the operating system. */
  unattended: z.boolean(),
  /** The program was started without what a broken driver or setting may bring down. */
  safeMode: z.boolean(),
  /** Relay address or invite link that onboarding proposes (`--relay`). */
  proposedRelay: z.string().nullable(),
  /** Where the bytes of files come from, without a slash at the end; see `media.open`. */
  filesOrigin: z.string(),
})
export type ShellInfo = z.infer<typeof ShellInfo>

export const ChosenFile = z.object({ token: PathToken, name: z.string(), size: z.number() })
export type ChosenFile = z.infer<typeof ChosenFile>

/** A screen or a window that can be shown to somebody. */
export const ScreenSource = z.object({
  id: z.string().max(256),
  name: z.string(),
  kind: z.enum(['screen', 'window']),
  /** A small picture of it as a `data:` address. */
  thumbnail: z.string(),
})
export type ScreenSource = z.infer<typeof ScreenSource>

export const Screens = z.object({
  sources: z.array(ScreenSource),
  /** Whether what this computer plays can be shared with them. */
  sound: z.boolean(),
})
export type Screens = z.infer<typeof Screens>

/** One of the profiles that this computer's user has; the first is the usual one. */
export const Profile = z.object({ number: z.int().min(1), current: z.boolean() })
export type Profile = z.infer<typeof Profile>

export const ShellEvent = z.discriminatedUnion('type', [
  /** A `megachat://` link was opened. */
  z.object({ type: z.literal('link'), link: z.string() }),
  /** A notification or the tray leads here. */
  z.object({ type: z.literal('show-conversation'), conversationId: z.string() }),
  z.object({ type: z.literal('show-settings') }),
  z.object({ type: z.literal('new-chat') }),
  z.object({ type: z.literal('show-shortcuts') }),
  /** The tray's call items. */
  z.object({ type: z.literal('call-action'), action: z.enum(['accept', 'decline', 'end', 'mute', 'unmute']) }),
])
export type ShellEvent = z.infer<typeof ShellEvent>

export const shell = {
  info: oc.output(ShellInfo),
  events: oc.output(eventIterator(ShellEvent)),
  /** Null in the browser shell: there it is the browser's affair. */
  preferences: oc.output(eventIterator(Preferences.nullable())),
  changePreferences: oc.input(PreferencesChange).output(z.void()),
  /** Empty in the browser shell. */
  profiles: oc.output(z.array(Profile)),
  /** Opens a window of another one; null for a new one. Raises `not-found`. */
  openProfile: oc.input(z.object({ number: z.int().nullable() })).output(z.void()),
  /** The end of the program's log, a line of JSON each. Holds no names, texts, addresses or keys. */
  log: oc.output(z.string()),
  updates: oc.output(eventIterator(UpdateState)),
  /** What came of it is said by `updates`. */
  checkForUpdates: oc.output(z.void()),
  /** Ends the program and starts the new one. `not-found` where none is ready. */
  installUpdate: oc.output(z.void()),
  /** Starts the program anew, as usual. `not-found` in the browser shell. */
  restart: oc.output(z.void()),
  /** Null when the user cancels, and in the browser shell. */
  chooseFolder: oc.output(z.object({ token: PathToken, name: z.string() }).nullable()),
  showInFolder: oc.input(z.object({ transferId: TransferId })).output(z.void()),
  /** What can be shown; null where the system or the browser asks the user itself. */
  screens: oc.output(Screens.nullable()),
  /** What the page's next `getDisplayMedia` gives, within ten seconds and in a call alone. `sound`: with what the computer plays. */
  chooseScreen: oc.input(z.object({ id: z.string().max(256), sound: z.boolean() })).output(z.void()),
  copyText: oc.input(z.object({ text: z.string().max(65_536) })).output(z.void()),
  /** http, https and mailto only. Electron's shell asks the user; the page does so in the browser shell. */
  openExternal: oc.input(z.object({ url: z.string().max(4096) })).output(z.void()),
}
