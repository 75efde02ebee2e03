/** Puts the parts of the room together. */
import { IdentityKeyPair } from '@signalapp/libsignal-client'
import type { Database } from 'better-sqlite3'
import type { AccountId } from '../../../shared/ids.ts'
import { owned, sameBytes } from './bytes.ts'
import { CertificateJudge } from './certificate.ts'
import { StoredKeyState } from './key-state.ts'
import { open } from './opening.ts'
import { archiveSession, takeResendRequest } from './resend.ts'
import { needsBundle, processBundle, seal, sealResendRequest } from './sealing.ts'
import type { LocalIdentity, Protocol, TrustRoots } from './types.ts'
import { overlayOf, unitsOver } from './unit-of-work.ts'

export interface ProtocolOptions {
  /** The profile's database, with this room's migrations. */
  readonly db: Database
  readonly local: LocalIdentity
  /** By which roots certificates of an account are judged; answered from what the contacts room knows, without waiting. */
  readonly trustRootsOf: (account: AccountId) => TrustRoots
}

/** Makes the protocol of one device over one database. There is one in a process: its units of work know of no other. */
export function createProtocol({ db, local, trustRootsOf }: ProtocolOptions): Protocol {
  const stored = new StoredKeyState(db)
  const keys = {
    identity: IdentityKeyPair.deserialize(owned(local.identityKeyPair)),
    registrationId: local.registrationId,
  }
  const context = { local, keys, judge: new CertificateJudge(), trustRootsOf }

  return {
    unitOfWork: unitsOver(stored),
    needsBundle: (unit, account) => needsBundle(overlayOf(unit), account),
    processBundle: (unit, account, bundle) => processBundle(context, unit, account, bundle),
    seal: (unit, to, content, options) => seal(context, unit, to, content, options),
    sealResendRequest: (unit, to, request, certificate) => sealResendRequest(context, unit, to, request, certificate),
    open: (unit, ciphertext, options) => open(context, unit, ciphertext, options),
    takeResendRequest: (unit, from, request) => takeResendRequest(overlayOf(unit), local, from, request),
    archiveSession: (unit, address) => archiveSession(overlayOf(unit), address),
    removeDevice: (unit, address) => overlayOf(unit).setSession(address, null),
    replaceIdentity: (unit, account, identityKey) => {
      const overlay = overlayOf(unit)
      const known = overlay.identity(account)
      if (known !== null && sameBytes(known, identityKey)) return
      for (const device of overlay.devices(account)) archiveSession(overlay, { account, device })
      overlay.setIdentity(account, identityKey)
    },
    forget: (unit, account) => {
      const overlay = overlayOf(unit)
      for (const device of overlay.devices(account)) overlay.setSession({ account, device }, null)
      overlay.setIdentity(account, null)
    },
    identityOf: (account) => stored.identity(account),
  }
}
