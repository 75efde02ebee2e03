/** What whoever runs the relay sees and decides. */
import type { AccountSummary, RegistrationToken, Store } from '../store.ts'
import type { Database } from './database.ts'

type Administration = Pick<
  Store,
  | 'accounts'
  | 'setBlocked'
  | 'setBlobLimit'
  | 'putRegistrationToken'
  | 'registrationTokens'
  | 'deleteRegistrationToken'
  | 'spendRegistrationToken'
  | 'restoreRegistrationToken'
>

const statements = {
  accounts: {
    name: 'accounts',
    text: `SELECT account, name AS username, blocked, count(device)::int AS devices,
        coalesce(sum(waiting), 0)::bigint AS "waitingEnvelopes", coalesce(sum(waiting_bytes), 0)::bigint AS "waitingBytes",
        blob_bytes AS "blobBytes", blob_limit AS "blobLimit"
      FROM (
        SELECT account, username AS name FROM username
        WHERE strpos(username, $1) > 0 AND username > $2 ORDER BY username LIMIT $3
      ) AS named JOIN account USING (account) LEFT JOIN device USING (account)
      GROUP BY account, name, blocked, blob_bytes, blob_limit ORDER BY name COLLATE "C"`,
  },
  setBlocked: {
    name: 'set-blocked',
    text: 'UPDATE account SET blocked = $2 WHERE account = $1 RETURNING account',
  },
  setBlobLimit: {
    name: 'set-blob-limit',
    text: 'UPDATE account SET blob_limit = $2 WHERE account = $1 RETURNING account',
  },
  put: { name: 'put-registration-token', text: 'INSERT INTO registration_token VALUES ($1, $2, $3, $4)' },
  tokens: {
    name: 'registration-tokens',
    text: 'SELECT hash, label, expires AS "expiresAt", uses FROM registration_token ORDER BY label COLLATE "C", hash',
  },
  delete: { name: 'delete-registration-token', text: 'DELETE FROM registration_token WHERE hash = $1' },
  spend: {
    name: 'spend-registration-token',
    text: 'UPDATE registration_token SET uses = uses - 1 WHERE hash = $1 AND expires > $2 AND uses > 0 RETURNING uses',
  },
  restore: {
    name: 'restore-registration-token',
    text: 'UPDATE registration_token SET uses = uses + 1 WHERE hash = $1',
  },
}

export function administrationOperations(db: Database): Administration {
  return {
    accounts: (part, after, limit) => db.rows<AccountSummary>(statements.accounts, [part, after, limit]),
    setBlocked: async (account, blocked) => (await db.rows(statements.setBlocked, [account, blocked])).length === 1,
    setBlobLimit: async (account, limit) => (await db.rows(statements.setBlobLimit, [account, limit])).length === 1,
    async putRegistrationToken({ hash, label, expiresAt, uses }) {
      await db.rows(statements.put, [hash, label, expiresAt, uses])
    },
    registrationTokens: () => db.rows<RegistrationToken>(statements.tokens, []),
    async deleteRegistrationToken(hash) {
      await db.rows(statements.delete, [hash])
    },
    spendRegistrationToken: async (hash, now) => (await db.rows(statements.spend, [hash, now])).length === 1,
    async restoreRegistrationToken(hash) {
      await db.rows(statements.restore, [hash])
    },
  }
}
