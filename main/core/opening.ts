/** From the key of a profile's database to the session of its account. Has no knowledge of the profile's states. */
import type { Logger } from 'pino'
import { errorForLog } from '../../shared/error-log.ts'
import { backupKeyOf } from './backup/index.ts'
import type { CoreHost } from './host.ts'
import { type Identity, loadIdentity } from './identity/index.ts'
import { migrations } from './migrations.ts'
import { homeAt, register } from './onboarding.ts'
import { straight } from './relay/index.ts'
import { openSession, ownRelayReach, type Session } from './session.ts'
import { readFact, writeFact } from './settings/index.ts'
import { openStore, type ProfileFolder, type Store } from './store/index.ts'
import type { Ways } from './ways.ts'

export interface OpenerOptions {
  readonly host: CoreHost
  readonly folder: ProfileFolder
  readonly ways: Ways
  readonly log: Logger
}

export class Opener {
  readonly #options: OpenerOptions
  /** Of the profile that was opened last. */
  #backupKey: Uint8Array = new Uint8Array()

  constructor(options: OpenerOptions) {
    this.#options = options
  }

  /** Null where onboarding was never finished: nobody has seen that account, and nothing of it is left. Erases `key`. */
  async open(key: Uint8Array): Promise<Session | null> {
    const store = this.openStore(key)
    let identity: Identity | null
    try {
      identity = loadIdentity(store.db)
      if (identity !== null) await this.#startOwnRelay(store, identity)
      if (identity === null || !(await this.#isRegistered(store, identity))) {
        store.close()
        this.#options.folder.erase()
        return null
      }
    } catch (error) {
      store.close()
      throw error
    }
    return this.start(this.session(store, identity))
  }

  /** Of the profile. Erases `key`: the database has it now, and nobody else keeps it. */
  openStore(key: Uint8Array): Store {
    this.#backupKey = backupKeyOf(key)
    const store = this.openDatabase(this.#options.folder.databaseFile, key)
    key.fill(0)
    return store
  }

  openDatabase(file: string, key: Uint8Array): Store {
    const { host, log } = this.#options
    return openStore({
      file,
      key,
      migrations,
      ...(host.sqliteBinding === null ? {} : { sqliteBinding: host.sqliteBinding }),
      report: (error) => log.error({ error: errorForLog(error) }, 'an effect after a commit failed'),
    })
  }

  /** One that is not started yet. */
  session(store: Store, identity: Identity): Session {
    const { host, folder, ways, log } = this.#options
    return openSession({
      ...{ store, identity, host, ways, log },
      backup: { key: this.#backupKey, slots: () => folder.portableSlots() },
    })
  }

  /** From now on it connects. */
  start(session: Session): Session {
    announceAddress(session)
    session.start()
    return session
  }

  async register(store: Store, identity: Identity): Promise<void> {
    const token = readFact(store.db, 'registration-token') ?? undefined
    await register(identity.account.relay, identity.registration(token), this.#options.ways.proxyFor)
    store.transaction((tx) => identity.markRegistered(tx, Date.now()))
  }

  /** Goes on with a registration whose answer was lost. */
  async #isRegistered(store: Store, identity: Identity): Promise<boolean> {
    if (identity.account.registeredAt !== null) return true
    try {
      await this.register(store, identity)
      return true
    } catch (error) {
      this.#options.log.warn({ error: errorForLog(error) }, 'an unfinished registration is given up')
      return false
    }
  }

  /** Where this computer is a relay, it runs before its account connects; its address may be another than before. */
  async #startOwnRelay(store: Store, identity: Identity): Promise<void> {
    const { relay } = identity.account
    const home = relay.own ? relay : identity.formerHomes.find(({ own }) => own)
    if (home === undefined) return
    const { host, log } = this.#options
    try {
      const { url, pin } = await host.ownRelay.start(ownRelayReach(store.db))
      if (url === home.url && Buffer.compare(pin ?? new Uint8Array(), home.pin ?? new Uint8Array()) === 0) return
      const now = await homeAt({ url, pin }, true, straight)
      store.transaction((tx) => (relay.own ? identity.moveTo(tx, now) : identity.formerMovedTo(tx, now)))
    } catch (error) {
      // The connection tries again, and says why it cannot be had.
      log.error({ error: errorForLog(error) }, 'the own relay did not start')
    }
  }
}

/** Tells everybody of an address that they have not been told of, were it an earlier start that found it. */
function announceAddress({ store, contacts, identity }: Session): void {
  const { url, pin } = identity.account.relay
  const address = [url, pin === null ? '' : Buffer.from(pin).toString('hex')].join(' ')
  const announced = readFact(store.db, 'announced-address')
  if (announced === address) return
  store.transaction((tx) => {
    if (announced !== null) contacts.announce(tx)
    writeFact(tx, 'announced-address', address)
  })
}
