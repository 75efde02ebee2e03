/** Everything of calls that one sees: the stage, the cards of those that ring or wait, and the word at the end. */
import { useEffect, useState, useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'
import { detach } from '../../shared/errors.ts'
import type { CallId } from '../../shared/ids.ts'
import { useCore } from '../app/client.ts'
import { useBridgeStatus, useSettings } from '../app/streams.ts'
import { useErrorText } from '../i18n/index.ts'
import { DialogHost, showToast } from '../ui/index.ts'
import styles from './CallLayer.module.css'
import { type CallController, type CallView, controllerOf } from './controller.ts'
import { useCallKeys } from './keys.ts'
import { useRingingTab } from './ringing-tab.ts'
import { CallCard } from './ui/CallCard.tsx'
import { CallStage } from './ui/CallStage.tsx'
import { useCallTray } from './use-call-tray.ts'
import { ringsHere, useRing } from './use-ring.ts'

export function CallLayer() {
  const controller = controllerOf(useCore())
  const views = useSyncExternalStore(controller.views.on, () => controller.views.value)
  const errorText = useErrorText()
  const [layer, setLayer] = useState<Element | null>(null)
  const [dismissed, setDismissed] = useState<ReadonlySet<CallId>>(new Set())

  useEffect(() => {
    const ended = new AbortController()
    controller.run(ended.signal)
    return () => ended.abort()
  }, [controller])
  const lost = useBridgeStatus() === 'lost'
  useCallTray(controller)
  useCallSettings(controller)
  useCallKeys(controller)
  useRing(views, lost)
  useRingingTab(lost ? null : (views.find(ringsHere)?.call ?? null))
  useEndWithoutCore(controller, lost)

  const run = (promise: Promise<void>) =>
    detach(promise, (error) => showToast({ tone: 'danger', text: errorText(error) }))
  const shown = views.filter(({ call }) => !dismissed.has(call.id))
  if (shown.length === 0) return null
  const staged = stagedOf(shown)
  return createPortal(
    // Above dialogs, and outside what an open dialog hides from assistive technology.
    <div ref={setLayer} className={styles.layer} data-react-aria-top-layer="true">
      <DialogHost value={layer}>
        {staged !== null && <CallStage key={staged.call.id} view={staged} controller={controller} run={run} />}
        <div className={styles.cards}>
          {shown.map(
            (view) =>
              view !== staged && (
                <CallCard
                  key={view.call.id}
                  view={view}
                  staged={staged}
                  controller={controller}
                  run={run}
                  onDismiss={() => setDismissed((before) => new Set([...before, view.call.id]))}
                />
              ),
          )}
        </div>
      </DialogHost>
    </div>,
    document.body,
  )
}

/** The call that fills the stage: the one that goes on here, or else one on hold. */
function stagedOf(views: readonly CallView[]): CallView | null {
  const here = views.filter(({ call, media }) => media !== null && call.phase !== 'ended')
  return here.find(({ call }) => !call.held) ?? here[0] ?? null
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
      for (const { call, media } of controller.views.value) {
        if (media !== null) detach(controller.end(call.id), () => {})
      }
    }, withoutCoreMs)
    return () => clearTimeout(timer)
  }, [controller, lost])
}
