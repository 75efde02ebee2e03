/** The core's streams as hooks: one subscription each, however many rooms look. Undefined until the first value. */
import { createContext, useContext, useSyncExternalStore } from 'react'
import type {
  ConnectionState,
  Contact,
  Conversation,
  ProfileState,
  Settings,
  Transfer,
} from '../../shared/contract/index.ts'
import type { Core } from './client.ts'
import { type Watched, watched } from './watched.ts'

export interface Streams {
  readonly profile: Watched<ProfileState>
  readonly connection: Watched<ConnectionState>
  readonly conversations: Watched<Conversation[]>
  readonly contacts: Watched<Contact[]>
  readonly transfers: Watched<Transfer[]>
  readonly settings: Watched<Settings>
}

export function streamsOf(core: Core): Streams {
  return {
    profile: watched((signal) => core.profile.watch(undefined, { signal })),
    connection: watched((signal) => core.connection.watch(undefined, { signal })),
    conversations: watched((signal) => core.conversations.watch(undefined, { signal })),
    contacts: watched((signal) => core.contacts.watch(undefined, { signal })),
    transfers: watched((signal) => core.transfers.watch(undefined, { signal })),
    settings: watched((signal) => core.settings.watch(undefined, { signal })),
  }
}

const StreamsContext = createContext<Streams | null>(null)

export const StreamsProvider = StreamsContext.Provider

function useStreams(): Streams {
  const streams = useContext(StreamsContext)
  if (!streams) throw new Error('no streams above')
  return streams
}

function useWatched<T, S>(stream: Watched<T>, select: (value: T | undefined) => S): S {
  return useSyncExternalStore(stream.subscribe, () => select(stream.value()))
}

const whole = <T>(value: T): T => value

export const useProfile = (): ProfileState | undefined => useWatched(useStreams().profile, whole)
export const useConnection = (): ConnectionState | undefined => useWatched(useStreams().connection, whole)
export const useContacts = (): readonly Contact[] | undefined => useWatched(useStreams().contacts, whole)
export const useSettings = (): Settings | undefined => useWatched(useStreams().settings, whole)

export function useConversations(): readonly Conversation[] | undefined
/** `select` must give the same value as long as nothing changed: a part of the list, or a number. */
export function useConversations<S>(select: (list: readonly Conversation[] | undefined) => S): S
export function useConversations<S>(select?: (list: readonly Conversation[] | undefined) => S) {
  return useWatched<Conversation[], unknown>(useStreams().conversations, select ?? whole)
}

export function useTransfers(): readonly Transfer[] | undefined
/** `select` must give the same value as long as nothing changed: a part of the list, or a number. */
export function useTransfers<S>(select: (list: readonly Transfer[] | undefined) => S): S
export function useTransfers<S>(select?: (list: readonly Transfer[] | undefined) => S) {
  return useWatched<Transfer[], unknown>(useStreams().transfers, select ?? whole)
}
