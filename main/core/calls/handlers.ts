/** Answers the contract of calls. */
import { implement } from '@orpc/server'
import { calls as contract } from '../../../shared/contract/calls.ts'
import type { Calls } from './calls.ts'

export function callsRouter(calls: Calls) {
  const os = implement(contract)
  return os.router({
    watch: os.watch.handler(({ signal }) => calls.watch(signal)),
    start: os.start.handler(({ input }) => ({ callId: calls.start(input.conversationId, input.media) })),
    accept: os.accept.handler(({ input }) => calls.accept(input.callId, input.media)),
    decline: os.decline.handler(({ input }) => calls.decline(input.callId)),
    end: os.end.handler(({ input }) => calls.end(input.callId)),
    hold: os.hold.handler(({ input }) => calls.hold(input.callId, input.held)),
    signal: os.signal.handler(({ input }) => calls.signal(input.callId, input.signal)),
    reportMedia: os.reportMedia.handler(({ input }) => calls.reportMedia(input.callId, input.state)),
    setDevices: os.setDevices.handler(({ input: { callId, ...devices } }) => calls.setDevices(callId, devices)),
    iceConfiguration: os.iceConfiguration.handler(({ input }) => calls.iceConfiguration(input.callId)),
  })
}
