/**
 * The call at hand as this page sees it: follows the core, holds the media session, and knows whether the call runs here
 * or in another window. Has no knowledge of React.
 */
import type { Call, CallEvent, CallMedia } from '../../shared/contract/calls.ts'
import type { Settings } from '../../shared/contract/settings.ts'
import { detach } from '../../shared/errors.ts'
import type { CallId, ConversationId } from '../../shared/ids.ts'
import { Observable } from '../../shared/streams/index.ts'
import type { Core } from '../app/client.ts'
import { follow } from '../app/follow.ts'
import {
  choiceOf,
  deviceKinds,
  idOf,
  type KnownDevice,
  knownDevices,
  onDevicesChanged,
  systemChoice,
} from './media/device-list.ts'
import { captureScreen } from './media/screen.ts'
import { Session, type SessionState } from './media/session.ts'
import type { CallStatistics } from './media/statistics.ts'
import { saveRecording } from './save-recording.ts'

export interface CallView {
  readonly call: Call | null
  /** Media of the call, where this page holds them. */
  readonly media: SessionState | null
  /** Another window holds the media. */
  readonly elsewhere: boolean
}

export type CallSettings = Pick<Settings, 'callDevices' | 'pushToTalk'>

/** Time for the window that holds a call to say so, before another one takes it for abandoned; milliseconds. */
const claimMs = 2_000

export class CallController {
  readonly view = new Observable<CallView>({ call: null, media: null, elsewhere: false })
  readonly #core: Core
  #call: Call | null = null
  #session: { readonly id: CallId; readonly media: Session } | null = null
  /** The call whose media this page holds. */
  #held: CallId | null = null
  #starting = false
  #started: CallId | null = null
  /** The call that was ended here. */
  #left: CallId | null = null
  #letGo: (() => void) | null = null
  #settings: CallSettings = { callDevices: { microphone: null, camera: null, loudspeaker: null }, pushToTalk: false }
  #known: readonly KnownDevice[] = []
  #abandoned: ReturnType<typeof setTimeout> | undefined

  constructor(core: Core) {
    this.#core = core
  }

  /** Follows the core until `signal` aborts. */
  run(signal: AbortSignal): void {
    signal.addEventListener('abort', () => this.#closeSession())
    const look = async () => {
      this.#known = await knownDevices()
    }
    detach(look(), () => {})
    signal.addEventListener(
      'abort',
      onDevicesChanged(() => detach(look(), () => {})),
    )
    void follow({
      open: () => this.#core.calls.watch(undefined, { signal }),
      onValue: (event) => this.#handle(event),
      signal,
    })
  }

  /** For the calls that follow. */
  use(settings: CallSettings): void {
    this.#settings = settings
  }

  /** Fails with the codes of the contract's `calls.start`. */
  async start(conversationId: ConversationId, media: CallMedia): Promise<void> {
    this.#starting = true
    try {
      const { callId } = await this.#core.calls.start({ conversationId, media })
      this.#started = callId
      // Whoever calls back while it rings has answered.
      if (this.#call?.id === callId && this.#call.direction === 'incoming') this.#hold(this.#call, media)
    } finally {
      this.#starting = false
    }
  }

  async accept(media: CallMedia): Promise<void> {
    const call = this.#call
    if (call === null) return
    this.#hold(call, media)
    await this.#core.calls.accept({ callId: call.id, media })
    // While it rang nobody wanted to know.
    if (this.#session?.id === call.id) this.#session.media.reportFailure()
  }

  async decline(): Promise<void> {
    if (this.#call !== null) await this.#core.calls.decline({ callId: this.#call.id })
  }

  /** Microphone and camera go off at once, also where the core cannot be told any more. */
  async end(): Promise<void> {
    const call = this.#call
    if (call === null) return
    if (call.phase !== 'ended') {
      const unanswered = call.phase === 'calling' || call.phase === 'ringing'
      this.#handle({ type: 'call', call: { ...call, phase: 'ended', end: unanswered ? 'cancelled' : 'hung-up' } })
      this.#left = call.id
    }
    await this.#core.calls.end({ callId: call.id })
  }

  setMuted(muted: boolean): void {
    this.#session?.media.setMuted(muted)
  }

  setCamera(on: boolean): void {
    this.#session?.media.setCamera(on)
  }

  /** Asks what is to be shown, in the system's way. Rejects where it cannot be shown; a change of mind is none. */
  async share(): Promise<void> {
    const session = this.#session
    if (session === null) return
    const stream = await captureScreen()
    if (stream === null) return
    // The call may have ended while the user chose.
    if (this.#session === session) session.media.share(stream)
    else for (const track of stream.getTracks()) track.stop()
  }

  stopSharing(): void {
    this.#session?.media.stopSharing()
  }

  /** Rejects where the browser cannot record. */
  async record(): Promise<void> {
    this.#session?.media.record()
  }

  async stopRecording(): Promise<void> {
    await this.#saveRecording(this.#session?.media)
  }

  async #saveRecording(media: Session | undefined): Promise<void> {
    if (media === undefined) return
    const film = await media.stopRecording()
    if (film !== null) saveRecording(film, media.name)
  }

  /** Rejects where the device cannot be had. */
  async choose(device: KnownDevice): Promise<void> {
    await this.#session?.media.choose(device)
    const { kind, id, label } = device
    const callDevices = { ...this.#settings.callDevices, [choiceOf[kind]]: id === systemChoice ? null : { id, label } }
    await this.#core.settings.change({ callDevices })
  }

  /** Null where this page holds no media. */
  readonly statistics = async (): Promise<CallStatistics | null> => this.#session?.media.statistics() ?? null

  #handle(event: CallEvent): void {
    if (event.type === 'signal') {
      if (this.#session?.id === event.callId) this.#session.media.handle(event.signal)
      return
    }
    if (event.type === 'network-changed') {
      if (this.#session?.id === event.callId) this.#session.media.renew()
      return
    }
    const { call } = event
    // Said before the core heard that this page has left.
    if (call !== null && call.phase !== 'ended' && call.id === this.#left) return
    const replaced =
      this.#call !== null && this.#call.phase !== 'ended' && this.#held === this.#call.id ? this.#call : null
    this.#call = call
    clearTimeout(this.#abandoned)
    if (call === null || call.phase === 'ended' || call.id !== this.#session?.id) this.#closeSession()
    else this.#session.media.follow(call)
    if (call !== null && call.phase !== 'ended' && call.id !== this.#held) this.#take(call, replaced)
    this.#show()
  }

  /** Decides what this page has to do with a call that it does not hold; `replaced` is the one it held until now. */
  #take(call: Call, replaced: Call | null): void {
    const own = call.direction === 'outgoing' && (this.#starting || this.#started === call.id)
    if (own) this.#hold(call, call.media)
    // The own call gave way to one that the other side made at the same moment; the page goes on with that.
    else if (replaced !== null && call.phase === 'connecting') this.#hold(call, replaced.media)
    else if (call.direction === 'incoming' && call.phase === 'ringing') this.#prepare(call)
    else {
      this.#closeSession()
      this.#abandoned = setTimeout(() => detach(this.#endIfAbandoned(call), () => {}), claimMs)
    }
  }

  #prepare(call: Call): Session {
    if (this.#session?.id === call.id) return this.#session.media
    this.#closeSession()
    const media = new Session(this.#core, call, () => this.#show())
    this.#session = { id: call.id, media }
    for (const kind of deviceKinds) {
      const chosen = this.#settings.callDevices[choiceOf[kind]]
      if (chosen !== null) detach(media.choose({ kind, id: idOf(chosen, kind, this.#known) }), () => {})
    }
    return media
  }

  #hold(call: Call, media: CallMedia): void {
    const session = this.#prepare(call)
    this.#held = call.id
    this.#claim(call.id)
    session.begin(media, this.#settings.pushToTalk)
  }

  /** Tells the other windows of this profile, for as long as this page lives and the call lasts. */
  #claim(id: CallId): void {
    const { locks } = navigator as { readonly locks?: LockManager }
    if (locks === undefined) return
    const released = new Promise<void>((resolve) => {
      this.#letGo = resolve
    })
    detach(
      locks.request(lockName(id), () => released),
      () => {},
    )
  }

  /** A call whose window was closed or loaded anew has lost its media for good. */
  async #endIfAbandoned({ id }: Call): Promise<void> {
    const { locks } = navigator as { readonly locks?: LockManager }
    await locks?.request(lockName(id), { ifAvailable: true }, async (lock) => {
      if (lock !== null) await this.#core.calls.reportMedia({ callId: id, state: 'failed' })
    })
  }

  #closeSession(): void {
    detach(this.#saveRecording(this.#session?.media), () => {})
    this.#session?.media.close()
    this.#session = null
    this.#letGo?.()
    this.#letGo = null
    this.#held = null
  }

  #show(): void {
    const call = this.#call
    const held = call !== null && this.#held === call.id
    const live = call !== null && call.phase !== 'ended'
    const rings = live && call.direction === 'incoming' && call.phase === 'ringing'
    this.view.set({
      call,
      media: held ? (this.#session?.media.state ?? null) : null,
      elsewhere: live && !held && !rings,
    })
  }
}

const lockName = (id: CallId) => `megachat-call-${id}`

const controllers = new WeakMap<Core, CallController>()

/** The one controller of this page. */
export function controllerOf(core: Core): CallController {
  let controller = controllers.get(core)
  if (controller === undefined) {
    controller = new CallController(core)
    controllers.set(core, controller)
  }
  return controller
}
