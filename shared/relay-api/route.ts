/** What a route is: its method, its path with `:parameters`, and the schemas of what goes in and comes out. */
import { type TSchema, Type } from 'typebox'
import type { RelayErrorCode } from './error.ts'

const None = Type.Void()

/** What a caller shows. Each is a header of `headers`. */
export type Credential = 'ticket' | 'deliveryToken' | 'requestToken' | 'capability'

/** What is no JSON: a protobuf message, bytes as they are, or a WebSocket. */
export type Medium = 'protobuf' | 'bytes' | 'socket'

interface Manner {
  /** One of these, or none where it is empty. */
  readonly by?: readonly Credential[]
  /** Of the body, where it is no JSON. */
  readonly takes?: Medium
  /** Of the answer, where it is no JSON. */
  readonly gives?: Medium
  /** Besides `invalid-input`, and `unauthorized` where something is shown. */
  readonly errors?: readonly RelayErrorCode[]
}

export interface Route<
  Params extends TSchema = TSchema,
  Query extends TSchema = TSchema,
  Body extends TSchema = TSchema,
  Response extends TSchema = TSchema,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly params: Params
  readonly query: Query
  /** JSON. Void: no body, or what `takes` says. */
  readonly body: Body
  /** JSON. Void: no body (204), or what `gives` says. */
  readonly response: Response
  readonly manner: Manner
}

/** A route whose missing schemas are Void. */
export function route<
  Params extends TSchema = typeof None,
  Query extends TSchema = typeof None,
  Body extends TSchema = typeof None,
  Response extends TSchema = typeof None,
>(
  of: Pick<Route, 'method' | 'path'> & Manner & { params?: Params; query?: Query; body?: Body; response?: Response },
): Route<Params, Query, Body, Response> {
  const { method, path, params, query, body, response, ...manner } = of
  return {
    method,
    path,
    params: (params ?? None) as Params,
    query: (query ?? None) as Query,
    body: (body ?? None) as Body,
    response: (response ?? None) as Response,
    manner,
  }
}

/** The path of a request: parameters filled in, query appended; undefined query values are left out. */
export function pathOf(
  { path }: Pick<Route, 'path'>,
  params: Readonly<Record<string, string | number>> = {},
  query: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const filled = path.replace(/:([a-z]+)/gi, (_, name: string) => encodeURIComponent(String(params[name] ?? '')))
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(String(value))}`],
  )
  return pairs.length === 0 ? filled : `${filled}?${pairs.join('&')}`
}
