/** How a part of the relay says no to a client. Has no knowledge of HTTP: `http/errors.ts` turns it into an answer. */
import type { ErrorBody, RelayErrorCode } from '../shared/relay-api/index.ts'

export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RelayErrorCode
  readonly data: ErrorBody['data']

  constructor(code: RelayErrorCode, message: string = code, data: ErrorBody['data'] = {}) {
    super(message)
    this.code = code
    this.data = data
  }
}
