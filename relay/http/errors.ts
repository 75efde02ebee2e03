/** Turns whatever went wrong into `{code, message, data}`. What is not a refusal says nothing but "internal". */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { errorForLog } from '../../shared/error-log.ts'
import { AppError } from '../../shared/errors.ts'
import { type ErrorBody, errorStatus, type RelayErrorCode } from '../../shared/relay-api/index.ts'
import { Refusal } from '../refusal.ts'

const isRelayCode = (code: string): code is RelayErrorCode => code in errorStatus

/**
 * Null for what is no fault of the client.
 * @param bodyLimit Bytes that the route takes.
 */
function refusalOf(error: unknown, bodyLimit: number): Refusal | null {
  if (error instanceof Refusal) return error
  if (error instanceof AppError) return isRelayCode(error.code) ? new Refusal(error.code) : null
  if (!(error instanceof Error)) return null
  if ('code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new Refusal('too-large', 'body too large', { limit: bodyLimit })
  }
  // The client went away in the middle of its body.
  if ('code' in error && error.code === 'ECONNRESET') return new Refusal('invalid-input', 'the body ended early')
  const status = 'statusCode' in error ? Number(error.statusCode) : 500
  return status >= 400 && status < 500 ? new Refusal('invalid-input', 'not a valid request') : null
}

export function errorAnswer(
  error: unknown,
  bodyLimit = 0,
): { readonly status: number; readonly body: ErrorBody } | null {
  const refusal = refusalOf(error, bodyLimit)
  if (refusal === null) return null
  const { code, message, data } = refusal
  return { status: errorStatus[code], body: { code, message, data } }
}

/** Answers an error in the common form; logs what is no fault of the client. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): FastifyReply {
  const answer = errorAnswer(error, request.routeOptions.bodyLimit)
  if (answer === null) {
    log.error({ route: request.routeOptions.url, error: errorForLog(error) }, 'a request failed')
    return reply.code(500).send({ code: 'internal', message: 'internal', data: {} } satisfies ErrorBody)
  }
  const { retryAfterMs } = answer.body.data
  if (typeof retryAfterMs === 'number') reply.header('retry-after', Math.ceil(retryAfterMs / 1000))
  return reply.code(answer.status).send(answer.body)
}
