/**
 * What relays tell each other through PostgreSQL. Nothing of it must outlive a crash: a relay that comes back says anew
 * which devices it holds, so the tables are not logged.
 */
import type { Statement } from '../../storage/postgres/database.ts'

/** Seconds without a sign after which a relay counts as gone. */
const goneSeconds = 15

export const tables = `
SELECT pg_advisory_xact_lock(1296257605);
-- When a relay was last seen.
CREATE UNLOGGED TABLE IF NOT EXISTS relay_process (relay uuid PRIMARY KEY, seen timestamptz NOT NULL);
-- Which relay holds a device's socket, and since when: milliseconds since the epoch by this server's clock.
CREATE UNLOGGED TABLE IF NOT EXISTS presence (
  account uuid NOT NULL,
  device int NOT NULL,
  relay uuid NOT NULL,
  since bigint NOT NULL,
  -- Which one held it before.
  earlier uuid,
  PRIMARY KEY (account, device)
);
-- Messages that are not stored, on their way to another relay: a notification is too small for them.
CREATE UNLOGGED TABLE IF NOT EXISTS ephemeral (
  account uuid NOT NULL,
  device int NOT NULL,
  relay uuid NOT NULL,
  ciphertext bytea NOT NULL
);
CREATE INDEX IF NOT EXISTS ephemeral_relay ON ephemeral (relay);
`

const live = `seen > now() - interval '${goneSeconds} seconds'`
const asked = 'unnest($1::uuid[], $2::int[]) WITH ORDINALITY AS asked (account, device, n)'
/** Addresses of one notification, which takes 8,000 bytes. */
const together = 150

/** `channel` is what stands before a relay's id in the name of its channel. */
export const statements = (channel: string) =>
  ({
    alive: {
      name: 'alive',
      // Whether the others have forgotten it since.
      text: `INSERT INTO relay_process VALUES ($1, now()) ON CONFLICT (relay) DO UPDATE SET seen = excluded.seen
        RETURNING xmax = 0 AS forgotten, (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now`,
    },
    forgetGone: {
      name: 'forget-gone',
      text: `WITH gone AS (DELETE FROM relay_process WHERE NOT ${live} RETURNING relay),
          dropped AS (DELETE FROM ephemeral WHERE relay IN (SELECT relay FROM gone))
        DELETE FROM presence WHERE relay IN (SELECT relay FROM gone)`,
    },
    leave: {
      name: 'leave',
      text: `WITH gone AS (DELETE FROM relay_process WHERE relay = $1) DELETE FROM presence WHERE relay = $1`,
    },
    // The later connection stays, whichever is told of first. Whoever held the device until now is told.
    arrive: {
      name: 'arrive',
      text: `WITH held AS (
          INSERT INTO presence (account, device, relay, since)
          SELECT account, device, $3, ($4::bigint[])[n] FROM ${asked} ORDER BY account, device
          ON CONFLICT (account, device) DO UPDATE
            SET earlier = presence.relay, relay = excluded.relay, since = excluded.since
            WHERE (presence.since, presence.relay) <= (excluded.since, excluded.relay)
          RETURNING account, device, since, earlier
        )
        SELECT account, device, CASE WHEN earlier <> $3 THEN pg_notify(
          '${channel}' || earlier, json_build_object('replaced', json_build_array(account, device, since))::text
        ) END FROM held`,
    },
    depart: {
      name: 'depart',
      text: `DELETE FROM presence USING ${asked}
        WHERE presence.account = asked.account AND presence.device = asked.device AND relay = $3`,
    },
    online: {
      name: 'online',
      text: `SELECT n::int FROM ${asked} JOIN presence USING (account, device) JOIN relay_process USING (relay) WHERE ${live}`,
    },
    ring: {
      name: 'ring',
      text: `SELECT pg_notify('${channel}' || relay,
          json_build_object('ring', json_agg(json_build_array(account, device)))::text)
        FROM (
          SELECT relay, account, device, row_number() OVER (PARTITION BY relay) / ${together} AS part
          FROM ${asked} JOIN presence USING (account, device) WHERE relay <> $3
        ) AS rung GROUP BY relay, part`,
    },
    ephemeral: {
      name: 'ephemeral',
      text: `WITH found AS (
          SELECT n, account, device, relay, ($3::bytea[])[n] AS ciphertext
          FROM ${asked} JOIN presence USING (account, device) JOIN relay_process USING (relay) WHERE ${live}
        ), put AS (INSERT INTO ephemeral SELECT account, device, relay, ciphertext FROM found)
        SELECT n::int, pg_notify('${channel}' || relay, '{"ephemeral":true}') FROM found`,
    },
    takeEphemeral: {
      name: 'take-ephemeral',
      text: 'DELETE FROM ephemeral WHERE relay = $1 RETURNING account, device, ciphertext',
    },
    expel: {
      name: 'expel',
      text: `SELECT pg_notify('${channel}' || relay, json_build_object('expelled', $1::uuid)::text)
        FROM (SELECT DISTINCT relay FROM presence WHERE account = $1 AND relay <> $2) AS holders`,
    },
    changed: {
      name: 'changed',
      text: `SELECT pg_notify('${channel}all', json_build_object('changed', $1::text[], 'by', $2::uuid)::text)`,
    },
  }) satisfies Record<string, Statement>
