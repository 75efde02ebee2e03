/** The stage and what its buttons do to the call. */
import { detach } from '../../../shared/errors.ts'
import { useSettings } from '../../app/streams.ts'
import { type MessageId, useT } from '../../i18n/index.ts'
import { showToast } from '../../ui/index.ts'
import type { CallController, CallView } from '../controller.ts'
import { Stage } from './Stage.tsx'

export interface CallStageProps {
  readonly view: CallView
  readonly controller: CallController
  /** Says what went wrong. */
  readonly run: (work: Promise<void>) => void
}

export function CallStage({ view: { call, media }, controller, run }: CallStageProps) {
  const t = useT()
  const filtersNoise = useSettings()?.noiseFilter === true
  if (media === null) return null
  const orSay = (work: Promise<void>, id: MessageId) => detach(work, () => showToast({ tone: 'danger', text: t(id) }))
  return (
    <Stage
      call={call}
      media={media}
      filtersNoise={filtersNoise}
      readStatistics={controller.statistics}
      onMuted={(muted) => controller.setMuted(muted)}
      onCamera={(on) => controller.setCamera(on)}
      onChoose={(device) =>
        detach(controller.choose(device), () =>
          showToast({ tone: 'danger', text: t('calls.device-occupied', { name: device.label }) }),
        )
      }
      onFilterNoise={(wanted) => run(controller.filterNoise(wanted))}
      onShare={() => orSay(controller.share(), 'calls.share.failed')}
      onStopSharing={() => controller.stopSharing()}
      onRecord={() => orSay(controller.record(), 'calls.record.failed')}
      onStopRecording={() => run(controller.stopRecording())}
      onReact={(emoji) => controller.react(emoji)}
      onHold={(held) => run(controller.hold(call.id, held))}
      onEnd={() => run(controller.end(call.id))}
    />
  )
}
