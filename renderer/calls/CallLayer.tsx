/** Everything of calls that one sees: the card of an incoming one, the stage, and the word at the end. */
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'
import type { Call, ShellEvent } from '../../shared/contract/index.ts'
import { detach } from '../../shared/errors.ts'
import { isQuiet } from '../../shared/quiet.ts'
import { useCore } from '../app/client.ts'
import { useShellEvent } from '../app/shellEvents.ts'
import { useBridgeStatus, useSettings } from '../app/streams.ts'
import { useErrorText, useT } from '../i18n/index.ts'
import { DialogHost, showToast } from '../ui/index.ts'
import styles from './CallLayer.module.css'
import { type CallController, type CallView, controllerOf } from './controller.ts'
import { useCallKeys } from './keys.ts'
import { useRingingTab } from './ringing-tab.ts'
import { type Ring, ring } from './sounds.ts'
import { ElsewhereBar } from './ui/ElsewhereBar.tsx'
import { EndedCard } from './ui/EndedCard.tsx'
import { IncomingCard } from './ui/IncomingCard.tsx'
import { Stage } from './ui/Stage.tsx'

export function CallLayer() {
  const controller = controllerOf(useCore())
  const view = useSyncExternalStore(controller.view.on, () => controller.view.value)
  const errorText = useErrorText()
  const t = useT()
  const [layer, setLayer] = useState<Element | null>(null)
  const [dismissed, setDismissed] = useState<string | null>(null)

  useEffect(() => {
    const ended = new AbortController()
    controller.run(ended.signal)
    return () => ended.abort()
  }, [controller])
  const lost = useBridgeStatus() === 'lost'
  useTray(controller)
  useCallSettings(controller)
  useCallKeys(controller)
  useRing(view, lost)
  useRingingTab(lost ? null : incomingOf(view))
  useEndWithoutCore(controller, lost)

  const run = (promise: Promise<void>) =>
    detach(promise, (error) => showToast({ tone: 'danger', text: errorText(error) }))
  const { call } = view
  if (call === null || call.id === dismissed) return null

  const again = () => {
    setDismissed(call.id)
    run(controller.start(call.conversationId, call.media))
  }
  return createPortal(
    // Above dialogs, and outside what an open dialog hides from assistive technology.
    <div ref={setLayer} className={styles.layer} data-react-aria-top-layer="true">
      <DialogHost value={layer}>
        {call.phase === 'ended' ? (
          <EndedCard key={call.id} call={call} onAgain={again} onClose={() => setDismissed(call.id)} />
        ) : view.elsewhere ? (
          <ElsewhereBar call={call} onEnd={() => run(controller.end())} />
        ) : view.media !== null ? (
          <Stage
            key={call.id}
            call={call}
            media={view.media}
            readStatistics={controller.statistics}
            onMuted={(muted) => controller.setMuted(muted)}
            onCamera={(on) => controller.setCamera(on)}
            onChoose={(device) =>
              detach(controller.choose(device), () =>
                showToast({ tone: 'danger', text: t('calls.device-occupied', { name: device.label }) }),
              )
            }
            onShare={() =>
              detach(controller.share(), () => showToast({ tone: 'danger', text: t('calls.share.failed') }))
            }
            onStopSharing={() => controller.stopSharing()}
            onRecord={() =>
              detach(controller.record(), () => showToast({ tone: 'danger', text: t('calls.record.failed') }))
            }
            onStopRecording={() => run(controller.stopRecording())}
            onEnd={() => run(controller.end())}
          />
        ) : (
          <IncomingCard
            key={call.id}
            call={call}
            onAccept={(media) => run(controller.accept(media))}
            onDecline={() => run(controller.decline())}
          />
        )}
      </DialogHost>
    </div>,
    document.body,
  )
}

/** The tray's items and the buttons of a notification. */
function useTray(controller: CallController): void {
  const handle = useCallback(
    (event: ShellEvent) => {
      const { call } = controller.view.value
      if (event.type !== 'call-action' || call === null) return
      const act = {
        accept: () => controller.accept(call.media),
        decline: () => controller.decline(),
        end: () => controller.end(),
        mute: async () => controller.setMuted(true),
        unmute: async () => controller.setMuted(false),
      }
      detach(act[event.action](), () => {})
    },
    [controller],
  )
  useShellEvent(handle)
}

function useCallSettings(controller: CallController): void {
  const settings = useSettings()
  useEffect(() => {
    if (settings !== undefined) controller.use(settings)
  }, [controller, settings])
}

/** How long a call waits for a program that is gone, in milliseconds; a core that is started again takes less. */
const withoutCoreMs = 5_000

/** Nobody could hang up any more, and nobody would know that microphone and camera are on. */
function useEndWithoutCore(controller: CallController, lost: boolean): void {
  useEffect(() => {
    if (!lost) return
    const timer = setTimeout(() => {
      if (controller.view.value.media !== null) detach(controller.end(), () => {})
    }, withoutCoreMs)
    return () => clearTimeout(timer)
  }, [controller, lost])
}

/** The call that rings here for the user, or null. */
const incomingOf = ({ call, elsewhere }: CallView): Call | null =>
  call !== null && !elsewhere && call.direction === 'incoming' && call.phase === 'ringing' ? call : null

function useRing({ call, elsewhere }: CallView, lost: boolean): void {
  const settings = useSettings()
  const quiet = settings !== undefined && isQuiet(settings, new Date())
  const kind: Ring | null =
    call === null || elsewhere || lost || call.phase !== 'ringing'
      ? null
      : call.direction === 'outgoing'
        ? 'outgoing'
        : quiet
          ? null
          : 'incoming'
  useEffect(() => (kind === null ? undefined : ring(kind)), [kind])
}
