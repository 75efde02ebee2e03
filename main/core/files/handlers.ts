/** Answers the contract of transfers. */
import { implement } from '@orpc/server'
import { transfers as contract } from '../../../shared/contract/transfers.ts'
import type { Transfers } from './transfers.ts'

export function transfersRouter(transfers: Transfers) {
  const os = implement(contract)
  return os.router({
    watch: os.watch.handler(({ signal }) => transfers.watch(signal)),
    offer: os.offer.handler(async ({ input }) => ({
      transferId: await transfers.offer(input.conversationId, input.file, input),
    })),
    accept: os.accept.handler(({ input }) => transfers.accept(input.transferId, input)),
    entries: os.entries.handler(({ input, signal }) => transfers.entries(input.transferId, input.from, signal)),
    decline: os.decline.handler(({ input }) => transfers.decline(input.transferId)),
    pause: os.pause.handler(({ input }) => transfers.pause(input.transferId)),
    resume: os.resume.handler(({ input }) => transfers.resume(input.transferId)),
    cancel: os.cancel.handler(({ input }) => transfers.cancel(input.transferId)),
    sha256: os.sha256.handler(async ({ input }) => ({ hex: await transfers.sha256(input.transferId) })),
  })
}
