/**
 * What a profile must not use again after it was at another computer, or was set back to an earlier state: keys that were
 * used there meanwhile. Has no knowledge of why it goes on here.
 */
import { SessionRecord } from '@signalapp/libsignal-client'
import { prepared, type Tx } from '../store/index.ts'
import { owned } from './bytes.ts'
import { skipPrekeyIds } from './prekeys.ts'

/**
 * Nothing is sealed with a session of before any more; what comes by one can still be opened. The ids of prekeys that
 * were made elsewhere do not come again.
 */
export function beginAnew(tx: Tx): void {
  archiveSessions(tx)
  skipPrekeyIds(tx)
}

interface Row {
  readonly account: string
  readonly device: number
  readonly record: Uint8Array
}

function archiveSessions({ db }: Tx): void {
  const update = prepared(db, 'UPDATE session SET record = ? WHERE account = ? AND device = ?')
  for (const { account, device, record } of prepared<[], Row>(
    db,
    'SELECT account, device, record FROM session',
  ).all()) {
    const session = SessionRecord.deserialize(owned(record))
    session.archiveCurrentState()
    update.run(session.serialize(), account, device)
  }
}
