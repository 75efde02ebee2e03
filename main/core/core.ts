/** Opens the profile of one person and answers the contract; the states of the profile are decided here. */
import type { InferContractRouterInputs } from '@orpc/contract'
import { implement } from '@orpc/server'
import { type Logger, pino } from 'pino'
import { toPayload } from '../../shared/bridge/errors.ts'
import {
  coreContract,
  type PathToken,
  type ProfileState,
  profile as profileContract,
  type RestoreEvent,
  type Account as ShownAccount,
} from '../../shared/contract/index.ts'
import { errorForLog } from '../../shared/error-log.ts'
import { AppError, detach } from '../../shared/errors.ts'
import { formatAddress } from '../../shared/invite/index.ts'
import { Observable } from '../../shared/streams/index.ts'
import { type CreateInput, type Creation, createProfile } from './creating.ts'
import { delegating } from './delegate.ts'
import type { Core, CoreHost } from './host.ts'
import { type FormerHome, loadIdentity } from './identity/index.ts'
import { HeldSession, IdleWatch, PassphraseAttempts } from './lock/index.ts'
import { moveInto, prepareMove, runsOwnRelay } from './moving.ts'
import { Opener } from './opening.ts'
import { checkRelay } from './relay/index.ts'
import { isSound, repairProfile } from './repairing.ts'
import { Restoring } from './restoring.ts'
import type { Session } from './session.ts'
import { claimProfile, databaseFailure, type ProfileFolder, type Tx, type UnlockSecret } from './store/index.ts'
import { takeOver } from './take-over.ts'
import { Ways } from './ways.ts'

export interface CoreOptions {
  /** Standard error by default: standard output carries what the program says to other programs. */
  readonly log?: Logger
}

/** See `OpenCore` in host.ts. */
export async function openCore(host: CoreHost, options: CoreOptions = {}): Promise<Core> {
  const log = options.log ?? pino({ name: 'core' }, pino.destination(2))
  const binding = host.sqliteBinding === null ? {} : { sqliteBinding: host.sqliteBinding }
  const core = new ProfileCore(host, claimProfile(host.profileFolder, binding), log)
  detach(core.open(), (error) => log.error({ error: errorForLog(error) }, 'the profile did not open'))
  return core
}

const addressAt = ({ username, url }: FormerHome): string => formatAddress(username, url)

type Inputs = InferContractRouterInputs<typeof profileContract>

interface RestoreInput {
  readonly file: PathToken
  readonly secret: UnlockSecret
}

class ProfileCore implements Core {
  readonly router: Core['router']
  readonly #host: CoreHost
  readonly #folder: ProfileFolder
  readonly #log: Logger
  readonly #ways: Ways
  readonly #opener: Opener
  readonly #restoring: Restoring
  readonly #state = new Observable<ProfileState>({ state: 'opening' })
  #session: Session | null = null
  /** Locked, but not closed yet. */
  #held: HeldSession | null = null
  readonly #attempts = new PassphraseAttempts()
  readonly #idle = new IdleWatch({
    limit: () => this.#idleLimit(),
    busy: () => this.#session?.inCall ?? false,
    onIdle: () => this.#lockUnasked(),
  })
  #closed = false
  /** Opening, creating, unlocking and closing happen one after another. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(host: CoreHost, folder: ProfileFolder, log: Logger) {
    this.#host = host
    this.#ways = new Ways(host)
    this.#folder = folder
    this.#log = log
    this.#opener = new Opener({ host, folder, ways: this.#ways, log })
    this.#restoring = new Restoring({
      ...{ folder, attempts: this.#attempts },
      profileFolder: host.profileFolder,
      keychain: host.keychain,
      resolvePath: (token) => host.resolvePath(token),
      openDatabase: (file, key) => this.#opener.openDatabase(file, key),
    })
    this.router = this.#makeRouter()
  }

  async serveFile(token: Parameters<Core['serveFile']>[0]) {
    return this.#session?.serveFile(token) ?? null
  }

  async fileOf(transfer: Parameters<Core['fileOf']>[0]): Promise<string | null> {
    return this.#session?.fileOf(transfer) ?? null
  }

  open(): Promise<void> {
    return this.#inTurn(async () => {
      try {
        this.#restoring.clear()
        if (!this.#folder.exists) return this.#setNew()
        const unlocked = await this.#folder.unlock(this.#host.keychain)
        if (unlocked.state === 'open') return await this.#openWith(unlocked.key)
        const { passphrase } = this.#host
        const key = passphrase === null ? null : await this.#tryPassphrase(passphrase)
        if (key === null) this.#state.set({ ...unlocked, finishing: false })
        else await this.#openWith(key)
      } catch (error) {
        this.#fail(error)
      }
    })
  }

  async proxyChanged(): Promise<void> {
    this.#session?.relay.reconnect()
  }

  close(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#closed) return
      this.#closed = true
      this.#idle.stop()
      const session = this.#session ?? this.#held?.takeBack() ?? null
      this.#session = null
      this.#held = null
      if (session !== null) {
        await session.close()
        await this.#host.ownRelay.stop()
      }
      this.#folder.release()
    })
  }

  #makeRouter(): Core['router'] {
    const { profile, connection, calls, ...rooms } = coreContract
    const target = async () => {
      // Whoever asks while the profile is being opened waits for it.
      if (this.#state.value.state === 'opening') await this.#last.catch(() => undefined)
      if (this.#session === null) throw new AppError('profile-locked')
      return this.#session
    }
    // A call that was going on is still there behind the lock, to be ended.
    const callTarget = async () => {
      const { router, callStreams } = this.#session ?? this.#held?.session ?? (await target())
      return { router, streams: callStreams }
    }
    const os = implement(profileContract)
    const check = implement(connection.check).handler(({ input }) =>
      checkRelay(input.addressOrInvite, this.#ways.proxyFor),
    )
    return {
      profile: os.router({
        watch: os.watch.handler(({ signal }) => this.#state.watch(signal)),
        create: os.create.handler(({ input }) => this.#inTurn(() => this.#create(input))),
        unlock: os.unlock.handler(({ input }) => this.#inTurn(() => this.#unlock(input))),
        inspectBackup: os.inspectBackup.handler(({ input }) => this.#restoring.inspect(input.file)),
        restore: os.restore.handler(({ input, signal }) => this.#restore(input, signal)),
        lock: os.lock.handler(() => this.#inTurn(() => this.#lock())),
        touch: os.touch.handler(() => {
          this.#idle.touch()
          this.#session?.presence.touch()
        }),
        setPassphrase: os.setPassphrase.handler(({ input }) => this.#inTurn(() => this.#setPassphrase(input))),
        recoveryPhrase: os.recoveryPhrase.handler(async ({ input }) => {
          const { identity } = await target()
          if (this.#folder.hasPassphrase) (await this.#checkPassphrase(input.passphrase ?? '')).fill(0)
          return [...identity.recoveryPhrase]
        }),
        checkDatabase: os.checkDatabase.handler(async () => ({ sound: await isSound((await target()).store) })),
        repair: os.repair.handler(({ input }) => this.#inTurn(() => this.#repair(input.secret))),
        setAside: os.setAside.handler(() => this.#inTurn(() => this.#setAside())),
        move: os.move.handler(({ input }) => this.#inTurn(() => this.#move(input))),
        leaveFormer: os.leaveFormer.handler(({ input }) => this.#inTurn(() => this.#leaveFormer(input))),
        takeOver: os.takeOver.handler(() => this.#inTurn(() => this.#takeOver())),
        rename: os.rename.handler(async ({ input }) => {
          const session = await target()
          session.rename(input.displayName)
          this.#show(session)
        }),
        describe: os.describe.handler(async ({ input }) => {
          const session = await target()
          session.profiles.describe(input)
          this.#show(session)
        }),
      }),
      connection: { ...delegating({ connection }, target).connection, check },
      ...delegating({ calls }, callTarget),
      ...delegating(rooms, target),
    }
  }

  async #create(input: CreateInput): Promise<Omit<Creation, 'session'>> {
    if (this.#state.value.state !== 'new') throw new AppError('profile-exists')
    const { session, ...creation } = await createProfile(input, {
      ...{ host: this.#host, folder: this.#folder, ways: this.#ways, opener: this.#opener, log: this.#log },
    })
    this.#admit(session)
    return creation
  }

  async *#restore({ file, secret }: RestoreInput, signal: AbortSignal | undefined): AsyncGenerator<RestoreEvent> {
    // Nothing else opens or makes a profile meanwhile.
    let finished = () => {}
    const turn = new Promise<void>((resolve) => {
      finished = resolve
    })
    const before = this.#last
    this.#inTurn(() => turn)
    try {
      await before.catch(() => undefined)
      if (this.#state.value.state !== 'new') throw new AppError('profile-exists')
      const key = yield* this.#restoring.restore(file, secret, signal)
      await this.#openOrFail(key)
      yield { type: 'done' }
    } finally {
      finished()
    }
  }

  async #unlock(input: Inputs['unlock']): Promise<void> {
    if (this.#state.value.state !== 'locked') return
    const { keychain } = this.#host
    const key =
      input.with === 'passphrase'
        ? await this.#checkPassphrase(input.passphrase)
        : await this.#folder.unlockWithRecoveryPhrase({ ...input, keychain })
    if (this.#held === null) return this.#openWith(key).catch((error: unknown) => this.#fail(error))
    key.fill(0)
    const session = this.#held.takeBack()
    this.#held = null
    this.#admit(session)
  }

  /** Gives the database key. Raises `wrong-passphrase`, `rate-limited`. */
  #checkPassphrase(passphrase: string): Promise<Uint8Array> {
    return this.#attempts.run(() => this.#folder.unlockWithPassphrase(passphrase))
  }

  async #lock(): Promise<void> {
    const session = this.#session
    if (session === null) return
    if (!this.#folder.hasPassphrase) throw new AppError('passphrase-needed')
    this.#idle.stop()
    this.#session = null
    session.endStreams()
    this.#state.set({ state: 'locked', reason: 'passphrase', finishing: session.busy })
    if (!session.busy) return session.close()
    this.#held = new HeldSession(session, () =>
      detach(
        this.#inTurn(() => this.#closeHeld(session)),
        (error) => this.#log.error({ error: errorForLog(error) }, 'the locked profile did not close'),
      ),
    )
  }

  async #closeHeld(session: Session): Promise<void> {
    if (this.#held?.session !== session) return
    this.#held = null
    await session.close()
    this.#state.set({ state: 'locked', reason: 'passphrase', finishing: false })
  }

  /** Only a session that begins after it has the device's new keys. */
  async #takeOver(): Promise<void> {
    const session = this.#session
    if (session === null) throw new AppError('profile-locked')
    const { connection } = session.relay
    if (connection.value.state !== 'refused' || connection.value.error.code !== 'device-replaced') return
    await this.#beginAnew(session, (tx) => takeOver(tx, session.identity))
  }

  /** Only a session that begins after it knows the new relay. */
  async #move(input: Inputs['move']): Promise<void> {
    const session = this.#session
    if (session === null) throw new AppError('profile-locked')
    const connection = session.relay.connection.value
    // It is another computer that has it.
    if (connection.state === 'refused' && connection.error.code === 'device-replaced')
      throw new AppError('device-replaced')
    if (session.inCall) throw new AppError('call-busy')
    const home = await prepareMove(input, session.identity, this.#host, this.#ways.proxyFor)
    await this.#beginAnew(session, (tx) => moveInto(tx, session.identity, home))
  }

  async #leaveFormer({ address, anyway }: Inputs['leaveFormer']): Promise<void> {
    const session = this.#session
    if (session === null) throw new AppError('profile-locked')
    const home = session.identity.formerHomes.find((each) => addressAt(each) === address)
    if (home === undefined) throw new AppError('not-found')
    await session.relay.former.leave(home, { anyway })
    if (!runsOwnRelay(session.identity)) await this.#host.ownRelay.stop()
  }

  /** Changes what a session knows from its beginning. */
  async #beginAnew(session: Session, change: (tx: Tx) => void): Promise<void> {
    this.#session = null
    this.#idle.stop()
    this.#state.set({ state: 'opening' })
    const { store } = session
    try {
      await session.end()
      store.transaction(change)
      const identity = loadIdentity(store.db)
      if (identity === null) throw new AppError('profile-damaged', 'no account')
      this.#admit(this.#opener.start(this.#opener.session(store, identity)))
    } catch (error) {
      store.close()
      this.#fail(error)
    }
  }

  async #repair(secret: UnlockSecret | undefined): Promise<{ complete: boolean }> {
    const session = this.#session
    if (session !== null) {
      this.#session = null
      this.#idle.stop()
      session.endStreams()
      // What is damaged may be in the way of that, too.
      await session.close().catch((error: unknown) => this.#log.warn({ error: errorForLog(error) }, 'not closed well'))
      this.#fail(new AppError('profile-damaged'))
    }
    if (this.#state.value.state !== 'failed') throw new AppError('not-found', 'nothing to repair')
    const key = await this.#askedKey(secret)
    const { sqliteBinding, profileFolder } = this.#host
    const complete = await repairProfile({
      ...{ folder: this.#folder, profileFolder, key },
      openDatabase: (file) => this.#opener.openDatabase(file, key),
      ...(sqliteBinding === null ? {} : { sqliteBinding }),
    })
    await this.#openOrFail(key)
    return { complete }
  }

  /** A profile is there: where it does not open, the state says so, too. */
  async #openOrFail(key: Uint8Array): Promise<void> {
    try {
      await this.#openWith(key)
    } catch (error) {
      this.#fail(error)
      throw error
    }
  }

  /** Raises `profile-locked` where somebody has to be asked. */
  async #askedKey(secret: UnlockSecret | undefined): Promise<Uint8Array> {
    const { keychain } = this.#host
    if (secret?.with === 'passphrase') return this.#checkPassphrase(secret.passphrase)
    if (secret?.with === 'recovery') return this.#folder.unlockWithRecoveryPhrase({ ...secret, keychain })
    const unlocked = await this.#folder.unlock(keychain)
    if (unlocked.state === 'open') return unlocked.key
    const { passphrase } = this.#host
    const key = passphrase === null ? null : await this.#tryPassphrase(passphrase)
    if (key === null) throw new AppError('profile-locked', 'a secret is needed', { reason: unlocked.reason })
    return key
  }

  async #setAside(): Promise<void> {
    if (this.#state.value.state !== 'failed') throw new AppError('invalid-input', 'the profile can be opened')
    // One that runs would go on writing to what is moved.
    await this.#host.ownRelay.stop()
    this.#folder.setAside(['media', 'relay'])
    this.#setNew()
  }

  #lockUnasked(): void {
    detach(
      this.#inTurn(() => this.#lock()),
      (error) => this.#log.error({ error: errorForLog(error) }, 'the profile was not locked'),
    )
  }

  #idleLimit(): number | null {
    const minutes = this.#session?.settings.current.lockAfterMinutes ?? null
    return minutes === null || !this.#folder.hasPassphrase ? null : minutes * 60_000
  }

  async #setPassphrase({ current, next }: Inputs['setPassphrase']): Promise<void> {
    if (this.#session === null) throw new AppError('profile-locked')
    const { keychain } = this.#host
    await this.#attempts.run(() => this.#folder.setPassphrase({ current, next, keychain }))
    this.#show(this.#session)
  }

  async #openWith(key: Uint8Array): Promise<void> {
    const session = await this.#opener.open(key)
    if (session === null) this.#setNew()
    else this.#admit(session)
  }

  /** From now on the profile is open to whoever asks. */
  #admit(session: Session): void {
    this.#session = session
    this.#idle.start()
    session.relay.former.changes.on(() => this.#session === session && this.#show(session))
    this.#show(session)
  }

  #show({ identity, profiles }: Session): void {
    const { account } = identity
    const { id, username, displayName, relay } = account
    const shown: ShownAccount = {
      id,
      username,
      displayName,
      ...profiles.own,
      address: formatAddress(username, relay.url),
      relayUrl: relay.url,
      ownRelay: relay.own,
      former: identity.formerHomes.map((home) => ({ address: addressAt(home), until: home.until, ownRelay: home.own })),
    }
    const protection = { passphrase: this.#folder.hasPassphrase, keychain: this.#host.keychain !== null }
    this.#state.set({ state: 'open', account: shown, protection })
  }

  #setNew(): void {
    const { keychain, passphrase } = this.#host
    this.#state.set({ state: 'new', passphraseNeeded: keychain === null && passphrase === null })
  }

  #fail(error: unknown): void {
    this.#log.error({ error: errorForLog(error) }, 'the profile cannot be opened')
    this.#state.set({ state: 'failed', error: toPayload(databaseFailure(error) ?? error) })
  }

  async #tryPassphrase(passphrase: string): Promise<Uint8Array | null> {
    try {
      return await this.#folder.unlockWithPassphrase(passphrase)
    } catch (error) {
      if (error instanceof AppError && error.code === 'wrong-passphrase') return null
      throw error
    }
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#last.then(work, work)
    this.#last = mine
    return mine
  }
}
