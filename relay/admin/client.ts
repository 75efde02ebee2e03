/** Asks the relay that runs on this computer. */
import { request } from 'node:http'
import type { Static, TSchema } from 'typebox'
import { type ErrorBody, pathOf, type Route } from '../../shared/relay-api/index.ts'
import { UsageError } from '../commands/config-file.ts'
import { adminPlace } from './place.ts'

export interface Asked {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly body?: unknown
}

/** @throws UsageError where no relay runs there, or it says no. */
export function askRelay<Response extends TSchema>(
  data: string,
  route: Route<TSchema, TSchema, TSchema, Response>,
  { params, query, body }: Asked = {},
): Promise<Static<Response>> {
  const text = body === undefined ? '' : JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        socketPath: adminPlace(data),
        method: route.method,
        path: pathOf(route, params, query),
        headers: text === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
      },
      async (answer) => {
        const parts: Buffer[] = []
        for await (const part of answer) parts.push(part as Buffer)
        const said = parts.length === 0 ? undefined : JSON.parse(Buffer.concat(parts).toString())
        if ((answer.statusCode ?? 500) < 300) resolve(said as Static<Response>)
        else reject(new UsageError((said as ErrorBody).message))
      },
    )
    asked.on('error', (error: NodeJS.ErrnoException) => {
      const away = error.code === 'ENOENT' || error.code === 'ECONNREFUSED'
      const denied = error.code === 'EACCES'
      if (denied) reject(new UsageError('ask as the user that runs the relay: its socket is for nobody else'))
      else
        reject(
          away ? new UsageError(`no relay runs with the data folder ${data}; name it with --data or --config`) : error,
        )
    })
    asked.end(text)
  })
}
