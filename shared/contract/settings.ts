/** Contract of the settings. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { ConversationId } from '../ids.ts'

/** A microphone, camera or loudspeaker as the browser names it; the label finds it again where the id has changed. */
export const ChosenDevice = z.object({ id: z.string().min(1).max(256), label: z.string().max(256) })
export type ChosenDevice = z.infer<typeof ChosenDevice>

/** Null: the system's choice. */
export const CallDeviceChoice = z.object({
  microphone: ChosenDevice.nullable(),
  camera: ChosenDevice.nullable(),
  loudspeaker: ChosenDevice.nullable(),
})
export type CallDeviceChoice = z.infer<typeof CallDeviceChoice>

const MinuteOfDay = z.int().min(0).max(1439)

export const Settings = z.object({
  language: z.enum(['system', 'en', 'de']),
  theme: z.enum(['system', 'light', 'dark']),
  /** Name of the folder that received files go to, for display; the path itself stays in the core. */
  downloadFolder: z.string(),
  notifications: z.enum(['name-and-text', 'name', 'nothing']),
  /** Nothing rings and nothing is announced; what was missed stands in the chats. */
  doNotDisturb: z.boolean(),
  /** The same, each day from one minute to another; null for never. */
  quietHours: z.object({ from: MinuteOfDay, to: MinuteOfDay }).nullable(),
  closeToTray: z.boolean(),
  /** Hides network addresses from the people one calls or sends files to. */
  alwaysThroughRelay: z.boolean(),
  /** Locks a profile with a passphrase when nobody has used the application for so long; null for never. */
  lockAfterMinutes: z.literal([1, 5, 15, 30, 60]).nullable(),
  /** Locks it when the system is locked or goes to sleep (Electron). */
  lockWithSystem: z.boolean(),
  /** Tells contacts that their messages have arrived, have been read, and that the user is writing. */
  deliveryReceipts: z.boolean(),
  readReceipts: z.boolean(),
  typingIndicators: z.boolean(),
  /** Tells contacts who do the same when the user is there, and was there last. */
  presence: z.boolean(),
  /** Of emoji that have a skin: 0 for none, 1 (light) to 5 (dark). */
  skinTone: z.int().min(0).max(5),
  /** The emoji that were used last, the last one first. */
  recentEmoji: z.array(z.string().min(1).max(64)).max(32),
  /** What all transfers together may take of the link, in bytes a second; 0 for no limit. */
  rateLimits: z.object({ up: z.int().min(0), down: z.int().min(0) }),
  /** How often the whole profile is saved by itself. */
  backupEvery: z.enum(['never', 'day', 'week']),
  callDevices: CallDeviceChoice,
  /** The microphone is on only as long as the space bar is held. */
  pushToTalk: z.boolean(),
  /** Of the own microphone others hear speech alone. */
  noiseFilter: z.boolean(),
  /** Largest pictures, videos and sounds of accepted contacts, and other files, that are loaded by themselves, in bytes; 0 for none. */
  autoDownload: z.object({
    picture: z.int().min(0),
    video: z.int().min(0),
    audio: z.int().min(0),
    file: z.int().min(0),
  }),
})
export type Settings = z.infer<typeof Settings>

export const SettingsChange = Settings.omit({ downloadFolder: true }).partial()
export type SettingsChange = z.infer<typeof SettingsChange>

/** Where the user is in the page. `conversation`: the chat that is open, or was before another section. */
export const View = z.object({
  section: z.enum(['chats', 'calls', 'transfers', 'settings']),
  conversation: ConversationId.nullable(),
})
export type View = z.infer<typeof View>

export const settings = {
  watch: oc.output(eventIterator(Settings)),
  change: oc.input(SettingsChange).output(z.void()),
  /** What was told to `keepView` last; null once the profile has been closed in good order, or the chat is gone. */
  view: oc.output(View.nullable()),
  keepView: oc.input(View).output(z.void()),
  /** `folder`: a path token from `shell.chooseFolder`. */
  setDownloadFolder: oc.input(z.object({ folder: z.string() })).output(z.void()),
}
