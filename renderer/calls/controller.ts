/**
 * The calls at hand as this page sees them: follows the core, holds the media sessions, and knows whether a call runs here
 * or in another window. Has no knowledge of React.
 */
import type { Call, CallEvent, CallMedia } from '../../shared/contract/calls.ts'
import type { Settings } from '../../shared/contract/settings.ts'
import { detach } from '../../shared/errors.ts'
import type { CallId, ConversationId } from '../../shared/ids.ts'
import { Observable } from '../../shared/streams/index.ts'
import type { Core } from '../app/client.ts'
import { follow } from '../app/follow.ts'
import { claim, whereUnclaimed } from './claims.ts'
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
  readonly call: Call
  /** Media of the call, where this page holds them. */
  readonly media: SessionState | null
  /** Another window holds the media. */
  readonly elsewhere: boolean
}

export type CallSettings = Pick<Settings, 'callDevices' | 'pushToTalk' | 'noiseFilter'>

/** Time for the window that holds a call to say so, before another one takes it for abandoned; milliseconds. */
const claimMs = 2_000

/** What this page has of one call. */
interface Seat {
  readonly media: Session
  /** Null while it only rings here: the user has neither called nor answered on this page. */
  letGo: (() => void) | null
}

export class CallController {
  /** In the order in which they began. */
  readonly views = new Observable<readonly CallView[]>([])
  readonly #core: Core
  #calls: readonly Call[] = []
  readonly #seats = new Map<CallId, Seat>()
  #starting = false
  #started: CallId | null = null
  /** Calls that were ended here, as they are to be shown until the core has heard of it. */
  readonly #left = new Map<CallId, Call>()
  #settings: CallSettings = {
    callDevices: { microphone: null, camera: null, loudspeaker: null },
    pushToTalk: false,
    noiseFilter: false,
  }
  #known: readonly KnownDevice[] = []
  #isFollowingDevices = false
  #running: AbortSignal | null = null
  readonly #abandoned = new Map<CallId, ReturnType<typeof setTimeout>>()

  constructor(core: Core) {
    this.#core = core
  }

  /** Follows the core until `signal` aborts. */
  run(signal: AbortSignal): void {
    signal.addEventListener('abort', () => this.#leaveAll())
    this.#running = signal
    this.#followDevices()
    void follow({
      open: () => this.#core.calls.watch(undefined, { signal }),
      onValue: (event) => this.#handle(event),
      signal,
    })
  }

  /** Devices are for the calls that follow, the filter also for those at hand. */
  use(settings: CallSettings): void {
    this.#settings = settings
    this.#followDevices()
    for (const { media } of this.#seats.values()) media.filterNoise(settings.noiseFilter)
  }

  async filterNoise(noiseFilter: boolean): Promise<void> {
    await this.#core.settings.change({ noiseFilter })
  }

  /** The call in which one talks on this page, or null. */
  get talk(): CallView | null {
    return this.views.value.find(({ call, media }) => media !== null && !call.held) ?? null
  }

  /** Fails with the codes of the contract's `calls.start`. */
  async start(conversationId: ConversationId, media: CallMedia): Promise<void> {
    this.#starting = true
    try {
      const { callId } = await this.#core.calls.start({ conversationId, media })
      this.#started = callId
      // Whoever calls back while it rings has answered.
      const call = this.#call(callId)
      if (call?.direction === 'incoming') this.#sit(call, media)
    } finally {
      this.#starting = false
    }
  }

  async accept(id: CallId, media: CallMedia): Promise<void> {
    const call = this.#call(id)
    if (call === undefined) return
    this.#sit(call, media)
    await this.#core.calls.accept({ callId: id, media })
    // While it rang nobody wanted to know.
    this.#seats.get(id)?.media.reportFailure()
  }

  async decline(id: CallId): Promise<void> {
    await this.#core.calls.decline({ callId: id })
  }

  /** Microphone and camera go off at once, also where the core cannot be told any more. */
  async end(id: CallId): Promise<void> {
    const call = this.#call(id)
    if (call === undefined) return
    if (call.phase !== 'ended') {
      const unanswered = call.phase === 'calling' || call.phase === 'ringing'
      this.#left.set(id, { ...call, phase: 'ended', end: unanswered ? 'cancelled' : 'hung-up' })
      this.#take(this.#calls)
    }
    await this.#core.calls.end({ callId: id })
  }

  async hold(id: CallId, held: boolean): Promise<void> {
    await this.#core.calls.hold({ callId: id, held })
  }

  setMuted(muted: boolean): void {
    this.#talking?.setMuted(muted)
  }

  react(emoji: string): void {
    this.#talking?.react(emoji)
  }

  setCamera(on: boolean): void {
    this.#talking?.setCamera(on)
  }

  /** Asks what is to be shown, in the system's way. Rejects where it cannot be shown; a change of mind is none. */
  async share(): Promise<void> {
    const session = this.#talking
    if (session === undefined) return
    const stream = await captureScreen()
    if (stream === null) return
    // The call may have ended while the user chose.
    if (this.#talking === session) session.share(stream)
    else for (const track of stream.getTracks()) track.stop()
  }

  stopSharing(): void {
    this.#talking?.stopSharing()
  }

  /** Rejects where the browser cannot record. */
  async record(): Promise<void> {
    this.#talking?.record()
  }

  async stopRecording(): Promise<void> {
    await this.#saveRecording(this.#talking)
  }

  async #saveRecording(media: Session | undefined): Promise<void> {
    if (media === undefined) return
    const film = await media.stopRecording()
    if (film !== null) saveRecording(film, media.name)
  }

  /** Rejects where the device cannot be had. */
  async choose(device: KnownDevice): Promise<void> {
    await this.#talking?.choose(device)
    const { kind, id, label } = device
    const callDevices = { ...this.#settings.callDevices, [choiceOf[kind]]: id === systemChoice ? null : { id, label } }
    await this.#core.settings.change({ callDevices })
  }

  /** Null where this page holds no media. */
  readonly statistics = async (): Promise<CallStatistics | null> => this.#talking?.statistics() ?? null

  get #talking(): Session | undefined {
    const { talk } = this
    return talk === null ? undefined : this.#seats.get(talk.call.id)?.media
  }

  #call(id: CallId): Call | undefined {
    return this.#calls.find((call) => call.id === id)
  }

  #handle(event: CallEvent): void {
    if (event.type === 'signal') this.#seats.get(event.callId)?.media.handle(event.signal)
    else if (event.type === 'network-changed') this.#seats.get(event.callId)?.media.renew()
    else this.#take(event.calls)
  }

  #take(said: readonly Call[]): void {
    // Said before the core heard that this page has left.
    const calls = said.map((call) => (call.phase === 'ended' ? call : (this.#left.get(call.id) ?? call)))
    for (const id of this.#left.keys()) if (!said.some((call) => call.id === id)) this.#left.delete(id)
    const live = calls.filter(({ phase }) => phase !== 'ended')
    const gone = this.#calls.filter(({ id }) => this.#isSeated(id) && !calls.some((call) => call.id === id))
    this.#calls = calls
    for (const [id, timer] of this.#abandoned) {
      clearTimeout(timer)
      this.#abandoned.delete(id)
    }
    for (const id of this.#seats.keys()) if (!live.some((call) => call.id === id)) this.#leave(id)
    for (const call of live) {
      this.#follow(call)
      if (!this.#isSeated(call.id)) this.#decide(call, gone)
    }
    this.#show()
  }

  #follow(call: Call): void {
    const media = this.#seats.get(call.id)?.media
    if (media === undefined) return
    // Of somebody who is not heard there is nothing to keep.
    if (call.held) detach(this.#saveRecording(media), () => {})
    media.follow(call)
  }

  /** What this page has to do with a call that it does not hold; `gone` are those that it held until now. */
  #decide(call: Call, gone: readonly Call[]): void {
    const own = call.direction === 'outgoing' && (this.#starting || this.#started === call.id)
    // The own call gave way to one that the other side made at the same moment; the page goes on with that.
    const replaced = gone.find(({ conversationId }) => conversationId === call.conversationId)
    if (own) this.#sit(call, call.media)
    else if (replaced !== undefined && call.phase === 'connecting') this.#sit(call, replaced.media)
    else if (call.direction === 'incoming' && call.phase === 'ringing') this.#prepare(call)
    else {
      this.#leave(call.id)
      const end = () =>
        whereUnclaimed(call.id, () => this.#core.calls.reportMedia({ callId: call.id, state: 'failed' }))
      // A call whose window was closed or loaded anew has lost its media for good.
      this.#abandoned.set(
        call.id,
        setTimeout(() => detach(end(), () => {}), claimMs),
      )
    }
  }

  /**
   * Only where the user has chosen one: to ask which there are starts processes for sound and pictures, which then stay for
   * as long as somebody listens.
   */
  #followDevices(): void {
    const running = this.#running
    const isChosen = Object.values(this.#settings.callDevices).some((device) => device !== null)
    if (this.#isFollowingDevices || running === null || !isChosen) return
    this.#isFollowingDevices = true
    const look = async () => {
      this.#known = await knownDevices()
    }
    detach(look(), () => {})
    running.addEventListener(
      'abort',
      onDevicesChanged(() => detach(look(), () => {})),
    )
  }

  #prepare(call: Call): Seat {
    const before = this.#seats.get(call.id)
    if (before !== undefined) return before
    const seat: Seat = { media: new Session(this.#core, call, () => this.#show()), letGo: null }
    this.#seats.set(call.id, seat)
    seat.media.filterNoise(this.#settings.noiseFilter)
    for (const kind of deviceKinds) {
      const chosen = this.#settings.callDevices[choiceOf[kind]]
      if (chosen !== null) detach(seat.media.choose({ kind, id: idOf(chosen, kind, this.#known) }), () => {})
    }
    return seat
  }

  /** From now on this page holds the media. */
  #sit(call: Call, media: CallMedia): void {
    const seat = this.#prepare(call)
    seat.letGo ??= claim(call.id)
    seat.media.begin(media, this.#settings.pushToTalk)
  }

  #isSeated(id: CallId): boolean {
    return (this.#seats.get(id)?.letGo ?? null) !== null
  }

  #leave(id: CallId): void {
    const seat = this.#seats.get(id)
    if (seat === undefined) return
    this.#seats.delete(id)
    detach(this.#saveRecording(seat.media), () => {})
    seat.media.close()
    seat.letGo?.()
  }

  #leaveAll(): void {
    for (const id of [...this.#seats.keys()]) this.#leave(id)
  }

  #show(): void {
    this.views.set(
      this.#calls.map((call) => {
        const seated = this.#isSeated(call.id)
        const live = call.phase !== 'ended'
        const rings = live && call.direction === 'incoming' && call.phase === 'ringing'
        return {
          call,
          media: seated ? (this.#seats.get(call.id)?.media.state ?? null) : null,
          elsewhere: live && !seated && !rings,
        }
      }),
    )
  }
}

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
