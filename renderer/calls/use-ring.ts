/** What one hears while a call rings. */
import { useEffect } from 'react'
import { isQuiet } from '../../shared/quiet.ts'
import { useSettings } from '../app/streams.ts'
import type { CallView } from './controller.ts'
import { type Ring, ring } from './sounds.ts'

/** Whether it rings here for the user. */
export const ringsHere = ({ call, elsewhere }: CallView): boolean =>
  !elsewhere && call.direction === 'incoming' && call.phase === 'ringing'

const ringsThere = ({ call, media }: CallView): boolean =>
  media !== null && call.direction === 'outgoing' && call.phase === 'ringing'

/** `silent`: whatever rings. */
export function useRing(views: readonly CallView[], silent: boolean): void {
  const settings = useSettings()
  const quiet = settings !== undefined && isQuiet(settings, new Date())
  const kind = silent ? null : ringOf(views, quiet)
  useEffect(() => (kind === null ? undefined : ring(kind)), [kind])
}

function ringOf(views: readonly CallView[], quiet: boolean): Ring | null {
  if (views.some(ringsThere)) return 'outgoing'
  if (quiet || !views.some(ringsHere)) return null
  return views.some(({ media }) => media !== null) ? 'waiting' : 'incoming'
}
