/** Hands and eyes at a program that no test protocol reaches: the desktop's own accessibility, as a blind user has it. */
import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { expect } from '@playwright/test'
import { root } from '../fixtures/process.ts'

type Role = 'button' | 'textbox' | 'list' | 'article' | 'log'

export class ScreenReader {
  readonly #program: ChildProcess
  readonly #answers: AsyncIterator<string>
  readonly #lines: Interface

  constructor() {
    this.#program = spawn('python3', [path.join(root, 'test/fixtures/screen-reader.py')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    if (this.#program.stdout === null) throw new Error('no output')
    this.#lines = createInterface(this.#program.stdout)
    this.#answers = this.#lines[Symbol.asyncIterator]()
  }

  close(): void {
    this.#lines.close()
    this.#program.kill()
  }

  /** Waits for it and does what it is for. */
  async press(role: Role, name: string | RegExp): Promise<void> {
    await this.#until(() => this.#ask('press', role, name), name)
  }

  /** Types in the place of what is there. */
  async write(name: string | RegExp, text: string): Promise<void> {
    await this.#until(() => this.#ask('write', 'textbox', name, text), name)
  }

  /** All that it holds, name by name, once it is there. */
  async read(role: Role, name: string | RegExp): Promise<readonly string[]> {
    let texts: unknown = null
    const read = async () => {
      texts = await this.#ask('read', role, name)
      return texts !== null
    }
    await this.#until(read, name)
    return texts as readonly string[]
  }

  /** The names of all that are there now. */
  async names(role: Role, name: RegExp): Promise<readonly string[]> {
    return ((await this.#ask('names', role, name)) ?? []) as readonly string[]
  }

  #until(ask: () => Promise<unknown>, name: string | RegExp): Promise<void> {
    return expect.poll(ask, { timeout: 30_000, message: String(name) }).toBe(true)
  }

  async #ask(
    what: 'press' | 'write' | 'read' | 'names',
    role: Role,
    name: string | RegExp,
    text = '',
  ): Promise<unknown> {
    const pattern = typeof name === 'string' ? `^${name.replaceAll(/[^\w ]/g, '\\$&')}$` : name.source
    this.#program.stdin?.write(`${JSON.stringify({ do: what, role, name: pattern, text })}\n`)
    const { value, done } = await this.#answers.next()
    if (done === true) throw new Error('the screen reader has ended')
    return JSON.parse(value)
  }
}
