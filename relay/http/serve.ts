/** Puts a route of relay-api on the server: what comes in is checked against its schemas, and typed by them. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { IsVoid, type Static, type TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'
import type { Route } from '../../shared/relay-api/index.ts'
import { Refusal } from '../refusal.ts'

export interface Call<Params, Query, Body> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** Bytes of a JSON body where a route says nothing else. */
const jsonBytes = 16 * 1024

/**
 * @param handler Gives the answer's JSON, nothing for 204, or the reply itself where it has answered.
 * @param bodyLimit Bytes.
 */
export function serve<Params extends TSchema, Query extends TSchema, Body extends TSchema, Response extends TSchema>(
  app: FastifyInstance,
  route: Route<Params, Query, Body, Response>,
  handler: (call: Call<Static<Params>, Static<Query>, Static<Body>>) => Promise<Static<Response> | FastifyReply>,
  bodyLimit: number = jsonBytes,
): void {
  const params = parser(route.params, 'path', true)
  const query = parser(route.query, 'query', true)
  const body = parser(route.body, 'body', false)
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit,
    handler: async (request, reply) => {
      const answer = await handler({
        params: params(request.params),
        query: query(request.query),
        body: body(request.body),
        request,
        reply,
      })
      if (answer === reply) return reply
      return answer === undefined ? reply.code(204).send() : reply.send(answer)
    },
  })
}

/** `convert`: the values are text, as in paths and queries. */
function parser<Schema extends TSchema>(
  schema: Schema,
  where: string,
  convert: boolean,
): (value: unknown) => Static<Schema> {
  if (IsVoid(schema)) return () => undefined as Static<Schema>
  const compiled = Compile(schema)
  return (value) => {
    const converted = convert ? Value.Convert(schema, value) : value
    if (compiled.Check(converted)) return converted as Static<Schema>
    const [first] = compiled.Errors(converted)
    throw new Refusal('invalid-input', `${where}${first?.instancePath ?? ''}: ${first?.message ?? 'not valid'}`)
  }
}
