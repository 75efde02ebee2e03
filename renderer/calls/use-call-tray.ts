/** The tray's items and the buttons of a notification, done to the call that the user is asked about, or talks in. */
import { useCallback } from 'react'
import type { ShellEvent } from '../../shared/contract/index.ts'
import { detach } from '../../shared/errors.ts'
import { foremostCall } from '../../shared/foremost-call.ts'
import { useShellEvent } from '../app/shellEvents.ts'
import type { CallController } from './controller.ts'

export function useCallTray(controller: CallController): void {
  const handle = useCallback(
    (event: ShellEvent) => {
      if (event.type !== 'call-action') return
      const call = foremostCall(controller.views.value.map((view) => view.call))
      if (call === null) return
      const act = {
        accept: () => controller.accept(call.id, call.media),
        decline: () => controller.decline(call.id),
        end: () => controller.end(call.id),
        mute: async () => controller.setMuted(true),
        unmute: async () => controller.setMuted(false),
      }
      detach(act[event.action](), () => {})
    },
    [controller],
  )
  useShellEvent(handle)
}
