/** The card of a call that is not on the stage. */
import type { CallController, CallView } from '../controller.ts'
import { ringsHere } from '../use-ring.ts'
import { ElsewhereBar } from './ElsewhereBar.tsx'
import { EndedCard } from './EndedCard.tsx'
import { HeldCard } from './HeldCard.tsx'
import { IncomingCard } from './IncomingCard.tsx'

export interface CallCardProps {
  readonly view: CallView
  /** The call on the stage, or null. */
  readonly staged: CallView | null
  readonly controller: CallController
  /** Says what went wrong. */
  readonly run: (work: Promise<void>) => void
  readonly onDismiss: () => void
}

export function CallCard({ view, staged, controller, run, onDismiss }: CallCardProps) {
  const { call } = view
  const { id, media } = call
  if (call.phase === 'ended') {
    const again = () => {
      onDismiss()
      run(controller.start(call.conversationId, media))
    }
    return <EndedCard call={call} onAgain={staged === null ? again : null} onClose={onDismiss} />
  }
  const end = () => run(controller.end(id))
  if (view.elsewhere) return <ElsewhereBar call={call} onEnd={end} />
  if (!ringsHere(view)) return <HeldCard call={call} onResume={() => run(controller.hold(id, false))} onEnd={end} />
  return (
    <IncomingCard
      call={call}
      meanwhile={staged?.call.name ?? null}
      onAccept={(wanted) => run(controller.accept(id, wanted))}
      onEndAndAccept={() => {
        if (staged !== null) run(controller.end(staged.call.id))
        run(controller.accept(id, media))
      }}
      onDecline={() => run(controller.decline(id))}
    />
  )
}
