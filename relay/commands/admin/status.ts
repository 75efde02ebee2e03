import { adminRoutes } from '../../admin/routes.ts'
import type { Call } from './call.ts'
import { bytes, table } from './table.ts'

export async function status(call: Call): Promise<void> {
  const found = await call.ask(adminRoutes.overview)
  const { name, urls, registration, sockets, accounts, devices, waitingEnvelopes, waitingBytes, blobBytes } = found
  call.show(found, () =>
    table([
      ['name', name],
      ['reached at', urls.join(', ')],
      ['registration', registration],
      ['connected', String(sockets)],
      ['accounts', `${accounts} with ${devices} devices`],
      ['waiting', `${waitingEnvelopes} envelopes, ${bytes(waitingBytes)}; chunks ${bytes(blobBytes)}`],
    ]),
  )
}
