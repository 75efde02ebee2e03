/** Prekeys: pages of one-time keys, popped by advancing an index in one statement. */
import type { Denied, DevicePrekeys, PrekeyKind, PrekeyState, Store } from '../store.ts'
import { accessValues } from './accounts.ts'
import type { Database } from './database.ts'

type PrekeyOperations = Pick<Store, 'putPrekeys' | 'prekeys' | 'takeBundles'>

export const prekeyFunctions = `
-- The same page again leaves the index where it is: a repeated upload must not give out a key twice.
CREATE FUNCTION put_prekeys(a uuid, d int, kinds text[], counts int[], pages bytea[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM device WHERE account = a AND device = d FOR KEY SHARE;
  IF NOT FOUND THEN RETURN; END IF;
  INSERT INTO prekey_page AS known (account, device, kind, idx, n, page)
  SELECT a, d, kind, 0, n, page FROM unnest(kinds, counts, pages) AS put (kind, n, page)
  ON CONFLICT (account, device, kind) DO UPDATE SET idx = 0, n = excluded.n, page = excluded.page
    WHERE known.page <> excluded.page;
END $$;

CREATE FUNCTION pop_prekey(a uuid, d int, k text) RETURNS bytea LANGUAGE sql AS $$
  UPDATE prekey_page SET idx = idx + 1 WHERE account = a AND device = d AND kind = k AND idx < n
  RETURNING substring(page FROM (idx - 1) * (octet_length(page) / n) + 1 FOR octet_length(page) / n)
$$;

-- One row with the decision, then one for each device that has what a session needs.
CREATE FUNCTION take_bundles(a uuid, right_kind text, right_hash bytea, at bigint)
RETURNS TABLE (decision text, identity bytea, d int, registration int, signed bytea, one_time bytea, kyber bytea)
LANGUAGE plpgsql AS $$
DECLARE
  one record;
BEGIN
  decision := access(a, right_kind, right_hash, at);
  identity := (SELECT identity_key FROM account WHERE account = a);
  RETURN NEXT;
  IF decision <> 'granted' THEN RETURN; END IF;
  FOR one IN
    SELECT device, registration_id,
      (SELECT page FROM prekey_page WHERE account = a AND device = own.device AND kind = 'signed') AS signed_key,
      (SELECT page FROM prekey_page WHERE account = a AND device = own.device AND kind = 'last-resort') AS last_key
    FROM device AS own WHERE account = a ORDER BY device
  LOOP
    CONTINUE WHEN one.signed_key IS NULL;
    kyber := coalesce(pop_prekey(a, one.device, 'kyber'), one.last_key);
    CONTINUE WHEN kyber IS NULL;
    d := one.device;
    registration := one.registration_id;
    signed := one.signed_key;
    one_time := pop_prekey(a, one.device, 'ec');
    RETURN NEXT;
  END LOOP;
END $$;
`

const statements = {
  put: { name: 'put-prekeys', text: 'SELECT put_prekeys($1, $2, $3, $4, $5)' },
  state: {
    name: 'prekeys',
    text: `SELECT kind, n - idx AS left,
        CASE WHEN idx < n THEN substring(page FROM idx * (octet_length(page) / n) + 1 FOR octet_length(page) / n) END AS next
      FROM prekey_page WHERE account = $1 AND device = $2`,
  },
  take: { name: 'take-bundles', text: 'SELECT * FROM take_bundles($1, $2, $3, $4)' },
}

type PageKind = PrekeyKind | 'signed' | 'last-resort'

interface BundleRow {
  readonly decision: Denied | 'granted'
  readonly identity: Uint8Array | null
  readonly d: number
  readonly registration: number
  readonly signed: Uint8Array
  readonly one_time: Uint8Array | null
  readonly kyber: Uint8Array
}

export function prekeyOperations(db: Database): PrekeyOperations {
  return {
    async putPrekeys({ account, device }, { signed, lastResort, pages }) {
      const put: { kind: PageKind; count: number; page: Uint8Array }[] = pages.map(
        ({ kind, recordBytes, records }) => ({
          kind,
          count: records.length / recordBytes,
          page: records,
        }),
      )
      if (signed !== undefined) put.push({ kind: 'signed', count: 1, page: signed })
      if (lastResort !== undefined) put.push({ kind: 'last-resort', count: 1, page: lastResort })
      await db.rows(statements.put, [
        account,
        device,
        put.map(({ kind }) => kind),
        put.map(({ count }) => count),
        put.map(({ page }) => page),
      ])
    },
    async prekeys({ account, device }): Promise<PrekeyState> {
      const rows = await db.rows<{ kind: PageKind; left: number; next: Uint8Array | null }>(statements.state, [
        account,
        device,
      ])
      const page = (kind: PageKind) => rows.find((row) => row.kind === kind)
      return {
        left: { ec: page('ec')?.left ?? 0, kyber: page('kyber')?.left ?? 0 },
        next: { ec: page('ec')?.next ?? null, kyber: page('kyber')?.next ?? null },
        signed: page('signed')?.next ?? null,
        lastResort: page('last-resort')?.next ?? null,
      }
    },
    async takeBundles(account, access, now) {
      const [head, ...devices] = await db.rows<BundleRow>(statements.take, [account, ...accessValues(access), now])
      if (head === undefined) return 'not-found'
      if (head.decision !== 'granted') return head.decision
      return {
        identityKey: head.identity ?? new Uint8Array(),
        devices: devices.map(
          ({ d, registration, signed, one_time: oneTime, kyber }): DevicePrekeys => ({
            device: d,
            registrationId: registration,
            signed,
            oneTime,
            kyber,
          }),
        ),
      }
    },
  }
}
