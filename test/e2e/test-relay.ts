/** A relay that a test may stop and start again at the same address. */
import type { Program } from '../fixtures/process.ts'
import { portOf, type RelayReady, startRelay } from '../fixtures/relay.ts'

export class TestRelay {
  readonly folder: string
  #program: Program<RelayReady>
  #logs = ''

  private constructor(folder: string, program: Program<RelayReady>) {
    this.folder = folder
    this.#program = program
  }

  static async start(folder: string): Promise<TestRelay> {
    return new TestRelay(folder, await startRelay(folder))
  }

  get url(): string {
    return this.#program.ready.url
  }

  get logs(): string {
    return this.#logs + this.#program.log()
  }

  stop = (): Promise<void> => this.#program.stop()

  async startAgain(): Promise<void> {
    const port = portOf(this.#program)
    this.#logs = this.logs
    this.#program = await startRelay(this.folder, port)
  }
}
