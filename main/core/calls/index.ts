/** Calls: signalling and decisions of voice and video calls with contacts. Media are the renderer's. */
import type { AccountId } from '../../../shared/ids.ts'
import { Calls, type CallsDeps } from './calls.ts'
import { callsRouter } from './handlers.ts'

export type { CallsDeps } from './calls.ts'
export type { CallRecord } from './model.ts'

/** Gives the contract's handlers, whether there is a call (`busy`), and what ends everything when the profile closes. */
export function createCalls(deps: CallsDeps) {
  const calls = new Calls(deps)
  return {
    router: callsRouter(calls),
    busy: () => calls.busy,
    endWith: (account: AccountId) => calls.endWith(account),
    close: () => calls.close(),
  }
}
