/** Accounts, devices and the tokens that let others reach them. */
import type { Access, Address, BlobKey, DeviceRecord, Store } from '../store.ts'
import { batched } from './batch.ts'
import { type Database, isOfOneRow } from './database.ts'

type AccountOperations = Pick<
  Store,
  | 'register'
  | 'findByName'
  | 'device'
  | 'replaceDevice'
  | 'spendNonce'
  | 'deleteAccount'
  | 'setDeliveryToken'
  | 'putRequestToken'
  | 'deleteRequestToken'
>

export const accountFunctions = `
-- By what right somebody reaches an account.
CREATE FUNCTION access(a uuid, right_kind text, right_hash bytea, at bigint) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF right_kind = 'delivery' THEN
    RETURN CASE WHEN EXISTS (SELECT FROM account WHERE account = a AND delivery_hash = right_hash)
      THEN 'granted' ELSE 'unauthorized' END;
  ELSIF right_kind = 'request' THEN
    RETURN CASE WHEN EXISTS (SELECT FROM request_token WHERE account = a AND hash = right_hash AND expires > at)
      THEN 'granted' ELSE 'unauthorized' END;
  END IF;
  RETURN CASE WHEN EXISTS (SELECT FROM account WHERE account = a) THEN 'granted' ELSE 'not-found' END;
END $$;

CREATE FUNCTION register(a uuid, name text, identity bytea, delivery bytea, d int, registration int, auth bytea)
RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM account WHERE account = a) THEN
    RETURN CASE WHEN EXISTS (
      SELECT FROM account JOIN device USING (account)
      WHERE account = a AND username = name AND identity_key = identity AND delivery_hash = delivery
        AND device = d AND registration_id = registration AND auth_key = auth
    ) THEN 'same' ELSE 'account-taken' END;
  END IF;
  -- Waits for whoever takes the same name at this moment.
  INSERT INTO username VALUES (name, a, identity) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    -- The same registration twice at once: the other one has made it.
    IF EXISTS (SELECT FROM username WHERE username = name AND account = a) THEN
      RETURN register(a, name, identity, delivery, d, registration, auth);
    END IF;
    RETURN 'username-taken';
  END IF;
  INSERT INTO account (account, username, identity_key, delivery_hash) VALUES (a, name, identity, delivery);
  INSERT INTO device (account, device, registration_id, auth_key) VALUES (a, d, registration, auth);
  RETURN 'registered';
END $$;

-- The account and its devices go first: who is adding to them is waited for, and seen by what follows.
CREATE FUNCTION delete_account(a uuid) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  name text;
BEGIN
  DELETE FROM account WHERE account = a RETURNING username INTO name;
  DELETE FROM device WHERE account = a;
  DELETE FROM username WHERE username = name AND account = a;
  DELETE FROM request_token WHERE account = a;
  DELETE FROM prekey_page WHERE account = a;
  DELETE FROM mailbox WHERE account = a;
  DELETE FROM chunk WHERE account = a;
  RETURN QUERY DELETE FROM blob WHERE account = a RETURNING blob;
END $$;

CREATE FUNCTION put_request_token(a uuid, token bytea, until bigint, max_tokens int) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM account WHERE account = a FOR UPDATE;
  IF (SELECT count(*) FROM request_token WHERE account = a AND hash <> token) >= max_tokens THEN
    RETURN false;
  END IF;
  INSERT INTO request_token VALUES (a, token, until)
  ON CONFLICT (account, hash) DO UPDATE SET expires = excluded.expires;
  RETURN true;
END $$;
`

const statements = {
  register: { name: 'register', text: 'SELECT register($1, $2, $3, $4, $5, $6, $7) AS outcome' },
  findByName: {
    name: 'find-by-name',
    text: 'SELECT account, identity_key AS "identityKey" FROM username WHERE username = $1',
  },
  devices: {
    name: 'devices',
    text: `SELECT n::int, blocked, registration_id AS "registrationId", auth_key AS "authKey", identity_key AS "identityKey"
      FROM unnest($1::uuid[], $2::int[]) WITH ORDINALITY AS asked (account, device, n)
      JOIN device USING (account, device) JOIN account USING (account)`,
  },
  replaceDevice: {
    name: 'replace-device',
    text: `WITH changed AS (
        UPDATE device SET registration_id = $3, auth_key = $4
        WHERE account = $1 AND device = $2 AND (registration_id, auth_key) <> ($3, $4) RETURNING true
      )
      DELETE FROM prekey_page WHERE account = $1 AND device = $2 AND EXISTS (SELECT FROM changed)`,
  },
  spendNonce: {
    name: 'spend-nonce',
    text: 'INSERT INTO used_nonce VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING true AS first',
  },
  deleteAccount: { name: 'delete-account', text: 'SELECT delete_account($1) AS blob' },
  setDeliveryToken: {
    name: 'set-delivery-token',
    text: 'UPDATE account SET delivery_hash = $2 WHERE account = $1',
  },
  putRequestToken: { name: 'put-request-token', text: 'SELECT put_request_token($1, $2, $3, $4) AS put' },
  deleteRequestToken: {
    name: 'delete-request-token',
    text: 'DELETE FROM request_token WHERE account = $1 AND hash = $2',
  },
}

export function accountOperations(db: Database): AccountOperations {
  const device = batched<Address, DeviceRecord | null>({
    run: async (addresses) => {
      const rows = await db.rows<DeviceRecord & { n: number }>(statements.devices, [
        addresses.map(({ account }) => account),
        addresses.map(({ device }) => device),
      ])
      const found = new Map(rows.map(({ n, ...record }) => [n, record]))
      return addresses.map((_, index) => found.get(index + 1) ?? null)
    },
    lanes: 2,
    items: 500,
    isOfOne: isOfOneRow,
  })

  return {
    async register({ account, username, identityKey, device: made, deliveryTokenHash }) {
      const { id, registrationId, authKey } = made
      const values = [account, username, identityKey, deliveryTokenHash, id, registrationId, authKey]
      const [row] = await db.rows<{ outcome: Awaited<ReturnType<Store['register']>> }>(statements.register, values)
      return (row as NonNullable<typeof row>).outcome
    },
    async findByName(username) {
      const [row] = await db.rows<{ account: string; identityKey: Uint8Array }>(statements.findByName, [username])
      return row ?? null
    },
    device,
    async replaceDevice({ account, device }, { registrationId, authKey }) {
      await db.rows(statements.replaceDevice, [account, device, registrationId, authKey])
    },
    spendNonce: async (nonce, expiresAt) => (await db.rows(statements.spendNonce, [nonce, expiresAt])).length === 1,
    async deleteAccount(account) {
      const rows = await db.rows<Pick<BlobKey, 'blob'>>(statements.deleteAccount, [account])
      return rows.map(({ blob }) => ({ account, blob }))
    },
    async setDeliveryToken(account, hash) {
      await db.rows(statements.setDeliveryToken, [account, hash])
    },
    async putRequestToken(account, hash, expiresAt, limit) {
      const [row] = await db.rows<{ put: boolean }>(statements.putRequestToken, [account, hash, expiresAt, limit])
      return row?.put === true
    },
    async deleteRequestToken(account, hash) {
      await db.rows(statements.deleteRequestToken, [account, hash])
    },
  }
}

/** An access as values for `access()`. */
export const accessValues = (access: Access): readonly [string, Uint8Array | null] => [
  access.kind,
  access.kind === 'stranger' ? null : access.hash,
]
