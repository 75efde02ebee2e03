/** The routes as an OpenAPI 3.1 document, for whoever writes another client or another relay. */
import { IsVoid, type TSchema } from 'typebox'
import { ErrorBody, errorStatus, type RelayErrorCode } from './error.ts'
import { headers, mediaTypes, routes } from './index.ts'
import { protocolVersion } from './limits.ts'
import type { Credential, Medium, Route } from './route.ts'

type Json = Readonly<Record<string, unknown>>

/** As SPEC.md says in words. */
const credentials: Readonly<Record<Credential, Json>> = {
  ticket: { type: 'http', scheme: 'bearer', description: 'Of the device, from `ticket` (R-6).' },
  deliveryToken: { type: 'apiKey', in: 'header', name: headers.deliveryToken, description: 'Of the recipient (R-7).' },
  requestToken: { type: 'apiKey', in: 'header', name: headers.requestToken, description: 'Of an invitation (R-7).' },
  capability: { type: 'apiKey', in: 'header', name: headers.capability, description: 'To write or to read (R-20).' },
}

const bytes = (type: string) => ({ [type]: { schema: { type: 'string', format: 'binary' } } })
const mediumOf = (medium: Medium): Json => bytes(medium === 'protobuf' ? mediaTypes.protobuf : mediaTypes.bytes)
const json = (schema: unknown): Json => ({ [mediaTypes.json]: { schema } })

/** A route that strangers may use, too, with none of its credentials: where `not-found` is said, or with none at all. */
const isForStrangers = ({ manner: { by = [], errors = [] } }: Route): boolean =>
  by.includes('requestToken') && errors.includes('not-found')

function parametersOf({ params, query }: Route): Json[] {
  const each = (schema: TSchema & { properties?: Record<string, TSchema>; required?: string[] }, place: string) =>
    Object.entries(schema.properties ?? {}).map(([name, of]) => ({
      ...{ name, in: place, schema: of },
      ...((place === 'path' || schema.required?.includes(name)) && { required: true }),
    }))
  return [...each(params, 'path'), ...each(query, 'query')]
}

function answersOf({ response, manner: { by = [], errors = [], gives } }: Route): Json {
  const codes: RelayErrorCode[] = [
    ...errors,
    ...(by.length > 0 ? (['unauthorized'] as const) : []),
    ...(['invalid-input', 'relay-address-invalid', 'too-large', 'relay-busy'] as const),
  ]
  const refusals = new Map<number, RelayErrorCode[]>()
  for (const code of new Set(codes)) refusals.set(errorStatus[code], [...(refusals.get(errorStatus[code]) ?? []), code])
  const good: Json =
    gives === 'socket'
      ? { 101: { description: 'Binary messages, one `Frame` of frames.proto each.' } }
      : gives === 'bytes'
        ? { 200: { description: 'The bytes.', content: mediumOf(gives) }, 204: { description: 'Not there yet.' } }
        : IsVoid(response)
          ? { 204: { description: 'Done.' } }
          : { 200: { description: 'The answer.', content: json(response) } }
  const error = json({ $ref: '#/components/schemas/Error' })
  const said = [...refusals].map(([status, of]) => [
    status,
    { description: of.map((code) => `\`${code}\``).join(', '), content: error },
  ])
  return { ...good, ...Object.fromEntries(said) }
}

function operationOf(name: string, route: Route): Json {
  const { body, manner } = route
  const { by = [], takes } = manner
  const security = by.map((credential) => ({ [credential]: [] }))
  const parameters = parametersOf(route)
  return {
    operationId: name,
    ...(parameters.length > 0 && { parameters }),
    ...(takes !== undefined && { requestBody: { required: true, content: mediumOf(takes) } }),
    ...(!IsVoid(body) && { requestBody: { required: true, content: json(body) } }),
    security: isForStrangers(route) ? [...security, {}] : security,
    responses: answersOf(route),
  }
}

export function openApi(): Json {
  const paths: Record<string, Record<string, Json>> = {}
  for (const [name, route] of Object.entries(routes) as [string, Route][]) {
    const path = route.path.replaceAll(/:([a-z]+)/gi, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(name, route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'MegaChat relay',
      version: String(protocolVersion),
      license: { name: 'AGPL-3.0-only', identifier: 'AGPL-3.0-only' },
      description:
        'What clients and relays say to each other. SPEC.md holds the rules, delivery.proto and frames.proto the messages in protobuf. Bytes in JSON and in headers are base64url without padding.',
    },
    paths,
    components: { schemas: { Error: ErrorBody }, securitySchemes: credentials },
  }
}
