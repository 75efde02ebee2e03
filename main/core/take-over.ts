/**
 * The profile goes on at this computer, after it was at another one or was set back to a backup: its device gets other
 * keys, and nothing that may have been used since is used again. SPEC.md S-5.
 */
import { AppError } from '../../shared/errors.ts'
import { routes } from '../../shared/relay-api/index.ts'
import { renewDeliveryToken } from './contacts/index.ts'
import type { Identity } from './identity/index.ts'
import { beginAnew } from './protocol/index.ts'
import { type ProxyFor, type RelayPlace, Relays, unsealEverything } from './relay/index.ts'
import { readFact, writeFact } from './settings/index.ts'
import type { Store, Tx } from './store/index.ts'

/** In the database, before anything connects. The relay is told at the next connection, see {@link replaceDevice}. */
export function takeOver(tx: Tx, identity: Identity): void {
  identity.renewDevice(tx)
  beginAnew(tx)
  unsealEverything(tx)
  // Everybody hears from us by it, and begins a session with the device as it is now.
  renewDeliveryToken(tx)
  writeFact(tx, 'device-replacement', 'due')
}

/** Tells the relay of the keys that the device has now. Raises `device-replaced` where that is not due, and the errors of the way. */
export async function replaceDevice(store: Store, identity: Identity, proxyFor: ProxyFor): Promise<void> {
  if (readFact(store.db, 'device-replacement') !== 'due') throw new AppError('device-replaced')
  await replaceDeviceAt(identity.account.relay, identity, proxyFor)
}

/** Also where the account was before: whoever has it at home has it there. */
export async function replaceDeviceAt(place: RelayPlace, identity: Identity, proxyFor: ProxyFor): Promise<void> {
  const relays = new Relays(proxyFor)
  try {
    const http = relays.at(place, 'lookup')
    const nonce = await http.call(routes.nonce)
    await http.call(routes.replaceDevice, { json: identity.replacement(place.url, nonce) })
  } finally {
    await relays.close()
  }
}

/** The relay knows the device: whoever takes it from us from now on is not overruled. */
export function deviceIsKnown(store: Store): void {
  if (readFact(store.db, 'device-replacement') !== 'due') return
  store.transaction((tx) => writeFact(tx, 'device-replacement', 'done'))
}
