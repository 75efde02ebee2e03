/** Transfers for tests and previews. */
import type { Transfer } from '../../../shared/contract/transfers.ts'
import { ConversationId, TransferId } from '../../../shared/ids.ts'

export const sampleTransferId = (number: number): TransferId =>
  TransferId.parse(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`)

export function sampleTransfer(number: number, change: Partial<Transfer> = {}): Transfer {
  return {
    id: sampleTransferId(number),
    conversationId: ConversationId.parse('11111111-1111-4111-8111-111111111111'),
    direction: 'incoming',
    name: `file-${number}.zip`,
    size: 1_000_000,
    state: 'running',
    media: false,
    folder: null,
    away: null,
    confirmed: 250_000,
    sent: 250_000,
    bytesPerSecond: 0,
    secondsLeft: null,
    path: null,
    error: null,
    createdAt: number * 1000,
    finishedAt: null,
    ...change,
  }
}
