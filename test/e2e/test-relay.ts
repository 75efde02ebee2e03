/** A relay that a test may stop and start again at the same address. */
import type { Program } from '../fixtures/process.ts'
import { portOf, type RelayReady, startRelay } from '../fixtures/relay.ts'

export class TestRelay {
  readonly folder: string
  readonly #options: readonly string[]
  #program: Program<RelayReady>
  #logs = ''

  private constructor(folder: string, options: readonly string[], program: Program<RelayReady>) {
    this.folder = folder
    this.#options = options
    this.#program = program
  }

  /** `options` go to its command line, at every start. */
  static async start(folder: string, options: readonly string[] = []): Promise<TestRelay> {
    return new TestRelay(folder, options, await startRelay(folder, 0, options))
  }

  get url(): string {
    return this.#program.ready.url
  }

  /** Leads the first people to it; carries the pin of its certificate where it has signed that itself. */
  get link(): string {
    return this.#program.ready.link
  }

  get logs(): string {
    return this.#logs + this.#program.log()
  }

  stop = (): Promise<void> => this.#program.stop()

  async startAgain(): Promise<void> {
    const port = portOf(this.#program)
    this.#logs = this.logs
    this.#program = await startRelay(this.folder, port, this.#options)
  }
}
