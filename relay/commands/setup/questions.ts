/** Asks whoever sets a relay up, one question at a time; Enter takes what stands in brackets. */
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { UsageError } from '../config-file.ts'
import { type Answers, type Certificate, check, type Reach } from './answers.ts'

interface Choice<Value> {
  readonly value: Value
  readonly words: string
}

export class Questions {
  readonly #output: Writable
  readonly #lines: AsyncIterator<string>
  readonly #close: () => void

  constructor(input: Readable, output: Writable) {
    const lines = createInterface({ input })
    this.#output = output
    this.#lines = lines[Symbol.asyncIterator]()
    this.#close = () => lines.close()
  }

  close(): void {
    this.#close()
  }

  say(words: string): void {
    this.#output.write(`${words}\n`)
  }

  /** @param fault Says what is wrong with an answer. @throws UsageError where nobody answers any more. */
  async text(question: string, usual: string, fault: (answer: string) => string | null = () => null): Promise<string> {
    for (;;) {
      this.#output.write(`${question}${usual === '' ? '' : ` [${usual}]`}: `)
      const { value, done } = await this.#lines.next()
      if (done) throw new UsageError('setup ended before its last question; nothing was written')
      const answer = value.trim() === '' ? usual : value.trim()
      const words = fault(answer)
      if (words === null) return answer
      this.say(`  That will not do: ${words}.`)
    }
  }

  async choice<Value>(question: string, choices: readonly Choice<Value>[]): Promise<Value> {
    this.say(`\n${question}`)
    for (const [n, { words }] of choices.entries()) this.say(`  ${n + 1}  ${words}`)
    const fault = (answer: string) => (choices[Number(answer) - 1] === undefined ? `1 to ${choices.length}` : null)
    const answer = await this.text('Number', '1', fault)
    return (choices[Number(answer) - 1] as Choice<Value>).value
  }

  async yes(question: string): Promise<boolean> {
    const answer = await this.text(`${question} (yes or no)`, 'yes', (text) =>
      /^(y|yes|n|no)$/i.test(text) ? null : 'yes or no',
    )
    return /^y/i.test(answer)
  }
}

/** @param hasCoturn Whether one is installed. */
export async function askAll(questions: Questions, hasCoturn: boolean): Promise<Answers> {
  questions.say('A relay for your group. Enter takes what stands in brackets.\n')
  const name = await questions.text('What is it called', 'MegaChat relay', check.name)
  const reach = await questions.choice<Reach>('Who shall reach it?', [
    { value: 'internet', words: 'everybody who has an invitation, from anywhere' },
    { value: 'network', words: 'computers in this network' },
    { value: 'computer', words: 'this computer alone, to try it' },
  ])
  const host = reach === 'internet' ? await questions.text('\nUnder which name or address', '', check.host) : null
  const certificate =
    reach === 'internet'
      ? await questions.choice<Certificate>('How does it prove to clients that it is itself?', [
          { value: 'own', words: 'by a key of its own, which is in every invitation: nothing more to do' },
          { value: 'files', words: 'by a certificate that you have, from Let’s Encrypt for example' },
          { value: 'proxy', words: 'a proxy before it does that (nginx, Caddy, …)' },
        ])
      : 'own'
  const files =
    certificate === 'files'
      ? {
          cert: await questions.text('Certificate with its chain (PEM)', `/etc/letsencrypt/live/${host}/fullchain.pem`),
          key: await questions.text('Its key (PEM)', `/etc/letsencrypt/live/${host}/privkey.pem`),
        }
      : null
  const port = Number(await questions.text('\nPort', certificate === 'files' ? '443' : '7443', check.port))
  const registration = await questions.choice<Answers['registration']>('Who may make an account?', [
    { value: 'token', words: 'whoever has the link that is shown at the end, or an invitation' },
    { value: 'open', words: 'everybody who reaches it' },
  ])
  const coturn =
    reach !== 'computer' &&
    hasCoturn &&
    (await questions.yes('\ncoturn is installed. Start it with the relay, for calls that find no direct way'))
  const data = await questions.text('\nFolder of all that it keeps', 'relay-data')
  return { name, reach, host, certificate, files, port, registration, coturn, data }
}
