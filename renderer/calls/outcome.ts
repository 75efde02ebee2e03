/** What became of a call, as the id of its words. Has no knowledge of languages. */
import type { MessageBody } from '../../shared/contract/conversations.ts'

export type CallBody = Extract<MessageBody, { kind: 'call' }>

const unanswered = ({ outcome }: CallBody): boolean => outcome === 'missed' || outcome === 'no-answer'

/** Someone called and nobody was there: one wants to call back. */
export function wasMissed(body: CallBody, own: boolean): boolean {
  return !own && unanswered(body)
}

/** Which words say it. */
export function callWords(body: CallBody, own: boolean) {
  const { media, outcome } = body
  if (outcome === 'declined' || outcome === 'failed') return `timeline.call.${outcome}` as const
  if (unanswered(body)) return own ? 'timeline.call.no-answer' : (`timeline.call.${media}.missed` as const)
  return `timeline.call.${media}.${own ? 'outgoing' : 'incoming'}` as const
}
