/**
 * Gives a screen or a window to a page that asks for one (`getDisplayMedia`): the one that the user has just chosen from
 * ours, or whichever the system itself lets the user choose.
 */
import { release } from 'node:os'
import { type DesktopCapturerSource, desktopCapturer, type Session, type WebFrameMain } from 'electron'
import type { Screens } from '../../shared/contract/index.ts'
import { isHome } from './app-protocol.ts'

interface Choice {
  readonly id: string
  readonly sound: boolean
}

/** Within this time the page takes what was chosen; milliseconds. */
const takenWithinMs = 10_000

/** Pixels: what is told apart at a glance, on a dense display too. */
const thumbnail = { width: 480, height: 300 }

/** Darwin 24 is macOS 15, whose picker Electron uses. Wayland shows nobody's windows but through its portal, which asks. */
const systemAsks =
  process.platform === 'darwin'
    ? Number.parseInt(release(), 10) >= 24
    : process.platform === 'linux' && process.env.XDG_SESSION_TYPE === 'wayland'

/** What the computer plays can be heard on Windows alone; elsewhere Electron has no way to it. */
const sound = process.platform === 'win32'

export class ScreenSharing {
  readonly #mayShare: () => boolean
  #chosen: (Choice & { readonly at: number }) | undefined

  /** @param mayShare asked whenever a screen is to be shown: nothing leaves outside a call. */
  constructor(mayShare: () => boolean) {
    this.#mayShare = mayShare
  }

  /** What there is to choose from; null where the system asks. */
  async list(): Promise<Screens | null> {
    if (systemAsks) return null
    const types: ('screen' | 'window')[] = ['screen', 'window']
    const found = await desktopCapturer.getSources({ types, thumbnailSize: thumbnail })
    // A window that is minimised has no picture.
    return { sources: found.filter((source) => !source.thumbnail.isEmpty()).map(described), sound }
  }

  choose(choice: Choice): void {
    this.#chosen = { ...choice, at: performance.now() }
  }

  serve(session: Session): void {
    session.setDisplayMediaRequestHandler(
      ({ frame }, answer) => {
        const refuse = () => answer({})
        this.#source(frame).then((source) => {
          if (source === null) refuse()
          else answer({ video: source, ...(source.sound ? { audio: 'loopback' } : {}) })
        }, refuse)
      },
      { useSystemPicker: true },
    )
  }

  async #source(frame: WebFrameMain | null) {
    const chosen = this.#chosen
    this.#chosen = undefined
    if (!isHome(frame) || !this.#mayShare()) return null
    if (systemAsks) {
      const [source] = await desktopCapturer.getSources({ types: ['screen', 'window'] })
      return source === undefined ? null : { ...named(source), sound: false }
    }
    if (chosen === undefined || performance.now() - chosen.at > takenWithinMs) return null
    const sources = await desktopCapturer.getSources({
      types: ['screen', 'window'],
      thumbnailSize: { width: 0, height: 0 },
    })
    const source = sources.find(({ id }) => id === chosen.id)
    return source === undefined ? null : { ...named(source), sound: sound && chosen.sound }
  }
}

const named = ({ id, name }: DesktopCapturerSource) => ({ id, name })

const described = (source: DesktopCapturerSource): Screens['sources'][number] => ({
  ...named(source),
  kind: source.id.startsWith('screen:') ? 'screen' : 'window',
  thumbnail: source.thumbnail.toDataURL(),
})
