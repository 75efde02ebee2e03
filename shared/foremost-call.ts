/** Which of several calls the user is asked about, or talks in. Has no state. */
import type { Call } from './contract/calls.ts'

const ringsHere = ({ direction, phase }: Call): boolean => direction === 'incoming' && phase === 'ringing'

/** One that rings here comes first, then one that goes on, one on hold, and one that is over; null for none. */
export function foremostCall(calls: readonly Call[]): Call | null {
  const live = calls.filter(({ phase }) => phase !== 'ended')
  return live.find(ringsHere) ?? live.find(({ held }) => !held) ?? live[0] ?? calls.at(-1) ?? null
}
