/** What the operating system asks of the window: links, notifications, the tray. */
import { useEffect } from 'react'
import type { ShellEvent } from '../../shared/contract/index.ts'
import { ConversationId } from '../../shared/ids.ts'
import { Emitter } from '../../shared/streams/emitter.ts'
import { useShell } from './client.ts'
import { follow } from './follow.ts'
import { useNavigation } from './navigation.ts'

const events = new Emitter<ShellEvent>()

/** Subscribes once for the whole page and follows what concerns navigation. */
export function useShellEvents(): void {
  const shell = useShell()
  useEffect(() => {
    const controller = new AbortController()
    void follow({
      open: (signal) => shell.events(undefined, { signal }),
      onValue: (event) => events.emit(event),
      signal: controller.signal,
    })
    return () => controller.abort()
  }, [shell])
  useEffect(() => events.on(navigate), [])
}

/** Hears of each event; `handler` must be stable. */
export function useShellEvent(handler: (event: ShellEvent) => void): void {
  useEffect(() => events.on(handler), [handler])
}

function navigate(event: ShellEvent): void {
  const navigation = useNavigation.getState()
  if (event.type === 'link') navigation.openNewChat(event.link)
  if (event.type === 'new-chat') navigation.openNewChat()
  if (event.type === 'show-settings') navigation.show('settings')
  if (event.type === 'show-shortcuts') navigation.showShortcuts(true)
  if (event.type === 'show-conversation') {
    const id = ConversationId.safeParse(event.conversationId)
    if (id.success) navigation.openConversation(id.data)
  }
}
