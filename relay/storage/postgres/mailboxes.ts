/** Mailboxes: what waits for each device, until it is acknowledged or expires. */
import type {
  Access,
  Address,
  Denied,
  FetchOptions,
  MailboxLimits,
  Mismatch,
  NewEnvelope,
  Recipient,
  Store,
  StoredEnvelope,
} from '../store.ts'
import { accessValues } from './accounts.ts'
import { batched, flattened } from './batch.ts'
import { type Database, isOfOneRow } from './database.ts'

type MailboxOperations = Pick<Store, 'admit' | 'enqueue' | 'fetch' | 'acknowledge'>

export const mailboxFunctions = `
-- Null where the sender means exactly the devices that there are.
CREATE FUNCTION mismatch(a uuid, devices int[], registrations int[]) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  missing jsonb;
  extra jsonb;
  stale jsonb;
BEGIN
  SELECT
    coalesce(jsonb_agg(device ORDER BY device) FILTER (WHERE meant IS NULL), '[]'),
    coalesce(jsonb_agg(meant ORDER BY meant) FILTER (WHERE device IS NULL), '[]'),
    coalesce(jsonb_agg(meant ORDER BY meant) FILTER (WHERE registration <> registration_id), '[]')
  INTO missing, extra, stale
  FROM (SELECT device, registration_id FROM device WHERE account = a) AS known
  FULL JOIN unnest(devices, registrations) AS named (meant, registration) ON meant = device;
  IF missing <> '[]' OR extra <> '[]' THEN
    RETURN jsonb_build_object('kind', 'mismatched', 'missing', missing, 'extra', extra);
  END IF;
  RETURN CASE WHEN stale <> '[]' THEN jsonb_build_object('kind', 'stale', 'stale', stale) END;
END $$;

CREATE FUNCTION admit(a uuid, right_kind text, right_hash bytea, at bigint, devices int[], registrations int[])
RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  decision text := access(a, right_kind, right_hash, at);
BEGIN
  IF decision <> 'granted' THEN RETURN to_jsonb(decision); END IF;
  RETURN coalesce(mismatch(a, devices, registrations), '"admitted"');
END $$;

-- All devices or none. The ciphertexts stand one after the other in one value.
CREATE FUNCTION enqueue(
  a uuid, right_kind text, right_hash bytea, id bytea, received_at bigint, expires_at bigint,
  devices int[], registrations int[], lengths int[], ciphertexts bytea, max_envelopes bigint, max_bytes bigint
) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  decision text := access(a, right_kind, right_hash, received_at);
  wrong jsonb;
  fresh int[] := '{}';
  room boolean;
  offset_bytes int := 0;
  place bigint;
BEGIN
  IF decision <> 'granted' THEN RETURN to_jsonb(decision); END IF;
  -- The order of commits is the order of seq: nobody else counts on for these devices until this is done.
  PERFORM FROM device WHERE account = a ORDER BY device FOR NO KEY UPDATE;
  wrong := mismatch(a, devices, registrations);
  IF wrong IS NOT NULL THEN RETURN wrong; END IF;
  FOR i IN 1 .. cardinality(devices) LOOP
    CONTINUE WHEN EXISTS (SELECT FROM mailbox WHERE account = a AND device = devices[i] AND envelope_id = id);
    SELECT waiting < max_envelopes AND waiting_bytes + lengths[i] <= max_bytes INTO room
    FROM device WHERE account = a AND device = devices[i];
    IF NOT room THEN RETURN '"full"'; END IF;
    fresh := fresh || i;
  END LOOP;
  FOR i IN 1 .. cardinality(devices) LOOP
    IF i = ANY (fresh) THEN
      UPDATE device SET seq = seq + 1, waiting = waiting + 1, waiting_bytes = waiting_bytes + lengths[i]
      WHERE account = a AND device = devices[i] RETURNING seq INTO place;
      INSERT INTO mailbox (account, device, seq, envelope_id, received, expires, envelope) VALUES (
        a, devices[i], place, id, received_at, expires_at, substring(ciphertexts FROM offset_bytes + 1 FOR lengths[i])
      );
    END IF;
    offset_bytes := offset_bytes + lengths[i];
  END LOOP;
  RETURN '"stored"';
END $$;

CREATE FUNCTION acknowledge(a uuid, d int, seqs bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  gone bigint;
  gone_bytes bigint;
BEGIN
  PERFORM FROM device WHERE account = a AND device = d FOR NO KEY UPDATE;
  WITH removed AS (
    DELETE FROM mailbox WHERE account = a AND device = d AND seq = ANY (seqs) RETURNING octet_length(envelope) AS bytes
  )
  SELECT count(*), coalesce(sum(bytes), 0) INTO gone, gone_bytes FROM removed;
  IF gone > 0 THEN
    UPDATE device SET waiting = waiting - gone, waiting_bytes = waiting_bytes - gone_bytes
    WHERE account = a AND device = d;
  END IF;
END $$;
`

const statements = {
  admit: {
    name: 'admit',
    text: `SELECT admit(account, kind, hash, at, ($5::int[])[first:last], ($6::int[])[first:last]) AS outcome
      FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::bigint[], $7::int[], $8::int[])
        AS asked (account, kind, hash, at, first, last)`,
  },
  enqueue: {
    name: 'enqueue',
    text: `SELECT enqueue(account, kind, hash, id, received, expires,
        ($8::int[])[first:last], ($9::int[])[first:last], ($10::int[])[first:last], ciphertexts, envelopes, bytes) AS outcome
      FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::bytea[], $5::bigint[], $6::bigint[], $7::bytea[],
          $11::int[], $12::int[], $13::bigint[], $14::bigint[])
        AS asked (account, kind, hash, id, received, expires, ciphertexts, first, last, envelopes, bytes)`,
  },
  // Counts on in the index alone; the bytes of those that are not given are not read.
  fetch: {
    name: 'fetch',
    text: `SELECT asked.n::int, found.seq, found.id, found.received AS "receivedAt", found.envelope AS ciphertext
      FROM unnest($1::uuid[], $2::int[], $3::bigint[], $4::int[], $5::bigint[], $7::int[], $8::int[])
        WITH ORDINALITY AS asked (account, device, at, most, bytes, first, last, n)
      CROSS JOIN LATERAL (
        SELECT seq, envelope_id AS id, received, envelope,
          sum(octet_length(envelope)) OVER (ORDER BY seq) - octet_length(envelope) AS before
        FROM (
          SELECT seq, envelope_id, received, envelope FROM mailbox
          WHERE account = asked.account AND device = asked.device AND expires > asked.at
            AND seq <> ALL (($6::bigint[])[asked.first:asked.last])
          ORDER BY seq LIMIT asked.most
        ) AS oldest
      ) AS found
      WHERE found.before < asked.bytes ORDER BY asked.n, found.seq`,
  },
  acknowledge: {
    name: 'acknowledge',
    text: `SELECT acknowledge(account, device, ($3::bigint[])[first:last])
      FROM unnest($1::uuid[], $2::int[], $4::int[], $5::int[]) AS asked (account, device, first, last)`,
  },
}

interface Asked {
  readonly account: string
  readonly access: Access
}
type Admission = Asked & { readonly devices: readonly Recipient[]; readonly now: number }
type Delivery = Asked & { readonly envelope: NewEnvelope; readonly limits: MailboxLimits }
type Fetch = Address & { readonly options: FetchOptions }
type Acknowledgement = Address & { readonly seqs: readonly number[] }
type Outcome<Good> = { readonly outcome: Denied | Mismatch | Good }

const size = ({ ciphertexts }: NewEnvelope): number =>
  ciphertexts.reduce((sum, { ciphertext }) => sum + ciphertext.length, 0)

/** Rows are locked in this order by every statement that locks several: none waits for another in a circle. */
const inOrder = (a: Address | Asked, b: Address | Asked): number =>
  a.account < b.account
    ? -1
    : a.account > b.account
      ? 1
      : ('device' in a ? a.device : 0) - ('device' in b ? b.device : 0)

/** Runs `run` on the items in the order of their locks and gives the results in the order in which they were asked. */
async function sorted<Item extends Address | Asked, Result>(
  items: readonly Item[],
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
): Promise<Result[]> {
  const order = items.map((_, index) => index).sort((a, b) => inOrder(items[a] as Item, items[b] as Item) || a - b)
  const found = await run(order.map((index) => items[index] as Item))
  const results: Result[] = []
  for (const [n, index] of order.entries()) results[index] = found[n] as Result
  return results
}

const accessColumns = (asked: readonly Asked[]) => [
  asked.map(({ account }) => account),
  asked.map(({ access }) => accessValues(access)[0]),
  asked.map(({ access }) => accessValues(access)[1]),
]

export function mailboxOperations(db: Database): MailboxOperations {
  const admit = batched<Admission, Denied | Mismatch | 'admitted'>({
    async run(asked) {
      const devices = flattened(asked.map((one) => one.devices))
      const rows = await db.rows<Outcome<'admitted'>>(statements.admit, [
        ...accessColumns(asked),
        asked.map(({ now }) => now),
        devices.flat.map(({ device }) => device),
        devices.flat.map(({ registrationId }) => registrationId),
        devices.first,
        devices.last,
      ])
      return rows.map(({ outcome }) => outcome)
    },
    lanes: 1,
    items: 200,
    isOfOne: isOfOneRow,
  })

  const enqueue = batched<Delivery, Denied | Mismatch | 'full' | 'stored'>({
    run: (items) =>
      sorted(items, async (asked) => {
        const devices = flattened(asked.map(({ envelope }) => envelope.ciphertexts))
        const rows = await db.rows<Outcome<'full' | 'stored'>>(statements.enqueue, [
          ...accessColumns(asked),
          asked.map(({ envelope }) => envelope.id),
          asked.map(({ envelope }) => envelope.receivedAt),
          asked.map(({ envelope }) => envelope.expiresAt),
          asked.map(({ envelope }) => Buffer.concat(envelope.ciphertexts.map(({ ciphertext }) => ciphertext))),
          devices.flat.map(({ device }) => device),
          devices.flat.map(({ registrationId }) => registrationId),
          devices.flat.map(({ ciphertext }) => ciphertext.length),
          devices.first,
          devices.last,
          asked.map(({ limits }) => limits.envelopes),
          asked.map(({ limits }) => limits.bytes),
        ])
        return rows.map(({ outcome }) => outcome)
      }),
    lanes: 2,
    items: 200,
    bytesOf: ({ envelope }) => size(envelope),
    isOfOne: isOfOneRow,
  })

  const fetch = batched<Fetch, readonly StoredEnvelope[]>({
    async run(asked) {
      const except = flattened(asked.map(({ options }) => options.except))
      const rows = await db.rows<StoredEnvelope & { n: number }>(statements.fetch, [
        asked.map(({ account }) => account),
        asked.map(({ device }) => device),
        asked.map(({ options }) => options.now),
        asked.map(({ options }) => options.limit),
        asked.map(({ options }) => options.bytes),
        except.flat,
        except.first,
        except.last,
      ])
      const found = asked.map((): StoredEnvelope[] => [])
      for (const { n, ...envelope } of rows) found[n - 1]?.push(envelope)
      return found
    },
    lanes: 2,
    items: 64,
    isOfOne: isOfOneRow,
  })

  const acknowledge = batched<Acknowledgement, void>({
    run: (items) =>
      sorted(items, async (asked) => {
        const seqs = flattened(asked.map((one) => one.seqs))
        await db.rows(statements.acknowledge, [
          asked.map(({ account }) => account),
          asked.map(({ device }) => device),
          seqs.flat,
          seqs.first,
          seqs.last,
        ])
        return asked.map(() => undefined)
      }),
    lanes: 1,
    items: 200,
    isOfOne: isOfOneRow,
  })

  return {
    admit: (account, access, devices, now) => admit({ account, access, devices, now }),
    enqueue: (account, access, envelope, limits) => enqueue({ account, access, envelope, limits }),
    fetch: ({ account, device }, options) => fetch({ account, device, options }),
    acknowledge: ({ account, device }, seqs) => acknowledge({ account, device, seqs }),
  }
}
