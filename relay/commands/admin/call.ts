/** One call of a command: its words, the relay that it is about, and where its answer goes. */
import { createInterface } from 'node:readline/promises'
import type { Readable, Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import type { Static, TSchema } from 'typebox'
import type { Route } from '../../../shared/relay-api/index.ts'
import { type Asked, askRelay } from '../../admin/client.ts'
import { UsageError } from '../config-file.ts'
import { readOptions } from '../options.ts'
import { programName } from '../program-name.ts'

export interface Streams {
  readonly input: Readable
  readonly output: Writable
}

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const options = { data: text, config: text, json: flag, yes: flag, label: text, uses: text, days: text }

export class Call {
  readonly words: readonly string[]
  readonly given: ReturnType<typeof parsed>['values']
  readonly #data: string
  readonly #streams: Streams

  /** @throws UsageError */
  constructor(args: readonly string[], streams: Streams) {
    const { values, positionals } = parsed(args)
    this.words = positionals
    this.given = values
    this.#data = dataOf(values)
    this.#streams = streams
  }

  /** The word after the command. @throws UsageError where there is none. */
  get name(): string {
    const [command, name] = this.words
    if (name === undefined) throw new UsageError(`${programName} ${command} NAME`)
    return name
  }

  /** @throws UsageError where no relay runs there, or it says no. */
  ask<Response extends TSchema>(
    route: Route<TSchema, TSchema, TSchema, Response>,
    asked?: Asked,
  ): Promise<Static<Response>> {
    return askRelay(this.#data, route, asked)
  }

  say(words: string): void {
    this.#streams.output.write(`${words}\n`)
  }

  /** As JSON where a script asked. */
  show(value: unknown, words: () => string): void {
    this.say(this.given.json === true ? JSON.stringify(value, null, 2) : words())
  }

  async question(words: string): Promise<string> {
    const lines = createInterface(this.#streams)
    try {
      return (await lines.question(words)).trim()
    } finally {
      lines.close()
    }
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function dataOf({ data, config }: { data?: string | undefined; config?: string | undefined }): string {
  const given = [...(data === undefined ? [] : ['--data', data]), ...(config === undefined ? [] : ['--config', config])]
  return readOptions(given)?.data ?? ''
}
