/** The core's streams as hooks: one subscription each, however many rooms look. Undefined until the first value. */
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react'
import type {
  BackupState,
  ConnectionState,
  Contact,
  Conversation,
  PersonPresence,
  Preferences,
  ProfileState,
  Settings,
  Transfer,
  UpdateState,
} from '../../shared/contract/index.ts'
import { afterConversationsEvent, unreadIn } from '../../shared/conversation-list.ts'
import type { AccountId, ConversationId, TransferId } from '../../shared/ids.ts'
import { useT } from '../i18n/index.ts'
import type { BridgeStatus, MegaChat } from './bridge/index.ts'
import { notesNamed } from './notesNamed.ts'
import { type SpeedHistory, withSpeeds } from './speedHistory.ts'
import { accumulated, type Watched, watched } from './watched.ts'

interface TransfersSeen {
  readonly list: readonly Transfer[]
  readonly history: SpeedHistory
}

export interface Streams {
  readonly bridge: Watched<BridgeStatus>
  readonly profile: Watched<ProfileState>
  readonly connection: Watched<ConnectionState>
  readonly conversations: Watched<readonly Conversation[]>
  readonly typing: Watched<ReadonlySet<ConversationId>>
  readonly contacts: Watched<Contact[]>
  readonly presence: Watched<ReadonlyMap<AccountId, PersonPresence>>
  readonly blocked: Watched<Contact[]>
  readonly transfers: Watched<TransfersSeen>
  readonly settings: Watched<Settings>
  /** Null in the browser shell. */
  readonly preferences: Watched<Preferences | null>
  readonly updates: Watched<UpdateState>
  readonly backup: Watched<BackupState>
}

export function streamsOf({ core, shell, status }: Pick<MegaChat, 'core' | 'shell' | 'status'>): Streams {
  return {
    bridge: { value: () => status.value, subscribe: (listener) => status.on(listener) },
    profile: watched((signal) => core.profile.watch(undefined, { signal })),
    connection: watched((signal) => core.connection.watch(undefined, { signal })),
    conversations: accumulated(
      (signal) => core.conversations.changes(undefined, { signal }),
      (list: readonly Conversation[] | undefined, event) => afterConversationsEvent(list ?? [], event),
    ),
    typing: accumulated(
      (signal) => core.conversations.typing(undefined, { signal }),
      (_, ids): ReadonlySet<ConversationId> => new Set(ids),
    ),
    contacts: watched((signal) => core.contacts.watch(undefined, { signal })),
    presence: accumulated(
      (signal) => core.contacts.presence(undefined, { signal }),
      (_, list): ReadonlyMap<AccountId, PersonPresence> => new Map(list.map((person) => [person.id, person])),
    ),
    blocked: watched((signal) => core.contacts.watchBlocked(undefined, { signal })),
    transfers: accumulated(
      (signal) => core.transfers.watch(undefined, { signal }),
      (before: TransfersSeen | undefined, list) => ({
        list,
        history: withSpeeds(before?.history, list, performance.now()),
      }),
    ),
    settings: watched((signal) => core.settings.watch(undefined, { signal })),
    preferences: watched((signal) => shell.preferences(undefined, { signal })),
    updates: watched((signal) => shell.updates(undefined, { signal })),
    backup: watched((signal) => core.backup.watch(undefined, { signal })),
  }
}

const StreamsContext = createContext<Streams | null>(null)

export const StreamsProvider = StreamsContext.Provider

function useStreams(): Streams {
  const streams = useContext(StreamsContext)
  if (!streams) throw new Error('no streams above')
  return streams
}

/** Stands for a stream that is not to be opened. */
const silent: Watched<never> = { value: () => undefined, subscribe: () => () => {} }

function useWatched<T, S>(stream: Watched<T>, select: (value: T | undefined) => S): S {
  return useSyncExternalStore(stream.subscribe, () => select(stream.value()))
}

const whole = <T>(value: T): T => value

/** Whether the core can be reached at all. */
export const useBridgeStatus = (): BridgeStatus | undefined => useWatched(useStreams().bridge, whole)
export const useProfile = (): ProfileState | undefined => useWatched(useStreams().profile, whole)
export const useConnection = (): ConnectionState | undefined => useWatched(useStreams().connection, whole)
export const useBackup = (): BackupState | undefined => useWatched(useStreams().backup, whole)
export const useBlocked = (): readonly Contact[] | undefined => useWatched(useStreams().blocked, whole)
export const useUpdates = (): UpdateState | undefined => useWatched(useStreams().updates, whole)
export const usePreferences = (): Preferences | null | undefined => useWatched(useStreams().preferences, whole)
export const useSettings = (): Settings | undefined => useWatched(useStreams().settings, whole)

export function useContacts(): readonly Contact[] | undefined
/** `select` must give the same value as long as nothing changed: a part of the list, or a text. */
export function useContacts<S>(select: (list: readonly Contact[] | undefined) => S): S
export function useContacts<S>(select?: (list: readonly Contact[] | undefined) => S) {
  return useWatched<readonly Contact[], unknown>(useStreams().contacts, select ?? whole)
}

/** Also while the profile may be closed: undefined then. `select` as for {@link useContacts}. */
export function useContactsWhenOpen<S>(select: (list: readonly Contact[] | undefined) => S): S {
  const streams = useStreams()
  const open = useWatched(streams.profile, (profile) => profile?.state === 'open')
  return useWatched<readonly Contact[], S>(open ? streams.contacts : silent, select)
}

/** Settings lie in the profile: undefined while it is not open. */
export function useSettingsWhenOpen(): Settings | undefined {
  const streams = useStreams()
  const open = useWatched(streams.profile, (profile) => profile?.state === 'open')
  return useWatched<Settings, Settings | undefined>(open ? streams.settings : silent, whole)
}

export function useConversations(): readonly Conversation[] | undefined
/** `select` must give the same value as long as nothing changed: a part of the list, or a number. */
export function useConversations<S>(select: (list: readonly Conversation[] | undefined) => S): S
export function useConversations<S>(select?: (list: readonly Conversation[] | undefined) => S) {
  const notes = useT()('notes.title')
  return useWatched<readonly Conversation[], unknown>(useStreams().conversations, (list) =>
    (select ?? whole)(list && notesNamed(list, notes)),
  )
}

/** Gives what reads the list at the moment it is asked, without drawing anew on changes. */
export function useConversationsNow(): () => readonly Conversation[] {
  const { conversations } = useStreams()
  const notes = useT()('notes.title')
  return useCallback(() => notesNamed(conversations.value() ?? [], notes), [conversations, notes])
}

const nobody: ReadonlySet<ConversationId> = new Set()

/** The conversations in which the other side is writing. */
export const useTyping = (): ReadonlySet<ConversationId> =>
  useWatched(useStreams().typing, (writing) => writing ?? nobody)

/** When this contact is or was there; undefined where nobody is to know. */
export const usePresence = (account: AccountId): PersonPresence | undefined =>
  useWatched(useStreams().presence, (people) => people?.get(account))

/** Messages that were not read yet, but for muted chats. */
export const useUnread = (): number => useConversations((list) => unreadIn(list ?? [], Date.now()))

export function useTransfers(): readonly Transfer[] | undefined
/** `select` must give the same value as long as nothing changed: a part of the list, or a number. */
export function useTransfers<S>(select: (list: readonly Transfer[] | undefined) => S): S
export function useTransfers<S>(select?: (list: readonly Transfer[] | undefined) => S) {
  return useWatched<TransfersSeen, unknown>(useStreams().transfers, (seen) => (select ?? whole)(seen?.list))
}

const noSpeeds: readonly number[] = []

/** Bytes per second of the last minute, a value for each second, the newest last; none of what is over. */
export const useSpeeds = (id: TransferId): readonly number[] =>
  useWatched(useStreams().transfers, (seen) => seen?.history.speeds.get(id) ?? noSpeeds)
