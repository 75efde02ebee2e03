/** What a route is: its method, its path with `:parameters`, and the schemas of what goes in and comes out. */
import { type TSchema, Type } from 'typebox'

const None = Type.Void()

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
  /** JSON. Void: no body, or bytes as the route's comment says. */
  readonly body: Body
  /** JSON. Void: no body (204), or bytes as the route's comment says. */
  readonly response: Response
}

/** A route whose missing schemas are Void. */
export function route<
  Params extends TSchema = typeof None,
  Query extends TSchema = typeof None,
  Body extends TSchema = typeof None,
  Response extends TSchema = typeof None,
>(
  of: Pick<Route, 'method' | 'path'> & { params?: Params; query?: Query; body?: Body; response?: Response },
): Route<Params, Query, Body, Response> {
  return {
    method: of.method,
    path: of.path,
    params: (of.params ?? None) as Params,
    query: (of.query ?? None) as Query,
    body: (of.body ?? None) as Body,
    response: (of.response ?? None) as Response,
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
