/** Answers whoever runs the relay. */
import { randomBytes } from 'node:crypto'
import { chmod, rm } from 'node:fs/promises'
import path from 'node:path'
import Fastify from 'fastify'
import { mediaTypes } from '../../shared/relay-api/index.ts'
import { deleteAccount } from '../accounts/delete.ts'
import type { RelayContext } from '../context.ts'
import { sha256, toBase64url } from '../encoding.ts'
import { answerError } from '../http/errors.ts'
import { serve } from '../http/serve.ts'
import { Refusal } from '../refusal.ts'
import { backUp } from './backup.ts'
import { adminPlace } from './place.ts'
import { adminRoutes } from './routes.ts'

/** Accounts of one answer. */
const pageLength = 200
const tokenBytes = 16
/** Hexadecimal digits by which a token is named. */
const idLength = 8

const idOf = (hash: Uint8Array): string => Buffer.from(hash).toString('hex').slice(0, idLength)

/** @param linkWith The link that leads to this relay with such a registration token. Gives the way to stop. */
export async function serveAdmin(
  context: RelayContext,
  linkWith: (registrationToken: string) => string,
): Promise<() => Promise<void>> {
  const { bus, hosts, log, metrics, settings, store } = context
  const app = Fastify({ logger: false })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(mediaTypes.json, { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'))
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, log))

  async function accountOf(username: string): Promise<string> {
    const found = await store.findByName(username.toLowerCase())
    if (found === null) throw new Refusal('not-found', `nobody is called ${username}`)
    return found.account
  }

  serve(app, adminRoutes.overview, async () => ({
    ...{ name: settings.name, urls: [...hosts.urls], registration: settings.registration },
    sockets: (await metrics.sockets.get()).values[0]?.value ?? 0,
    ...(await store.totals()),
  }))
  serve(app, adminRoutes.accounts, async ({ query: { part = '', after = '' } }) => [
    ...(await store.accounts(part.toLowerCase(), after, pageLength)),
  ])
  serve(app, adminRoutes.block, async ({ params }) => {
    const account = await accountOf(params.username)
    await store.setBlocked(account, true)
    bus.expel(account)
  })
  serve(app, adminRoutes.unblock, async ({ params }) => {
    await store.setBlocked(await accountOf(params.username), false)
  })
  serve(app, adminRoutes.limit, async ({ params, body }) => {
    await store.setBlobLimit(await accountOf(params.username), body.blobLimit)
  })
  serve(app, adminRoutes.delete, async ({ params }) => deleteAccount(context, await accountOf(params.username)))
  serve(app, adminRoutes.backup, async ({ body }) => {
    if (!path.isAbsolute(body.folder)) throw new Refusal('invalid-input', 'the folder is not absolute')
    await backUp(context, body.folder)
  })
  serve(app, adminRoutes.tokens, async () =>
    (await store.registrationTokens()).map(({ hash, label, expiresAt, uses }) => ({
      ...{ id: idOf(hash), label, expiresAt, uses },
    })),
  )
  serve(app, adminRoutes.makeToken, async ({ body }) => {
    const token = toBase64url(randomBytes(tokenBytes))
    const hash = sha256(token)
    await store.putRegistrationToken({ ...body, hash })
    return { id: idOf(hash), link: linkWith(token) }
  })
  serve(app, adminRoutes.deleteToken, async ({ params }) => {
    const found = (await store.registrationTokens()).filter(({ hash }) => idOf(hash) === params.id)
    if (found.length === 0) throw new Refusal('not-found', `there is no token ${params.id}`)
    for (const { hash } of found) await store.deleteRegistrationToken(hash)
  })

  const place = adminPlace(settings.data)
  // Left by a relay that was killed; one that lives has the data folder, and this one does not come so far.
  if (process.platform !== 'win32') await rm(place, { force: true })
  await app.listen({ path: place })
  if (process.platform !== 'win32') await chmod(place, 0o600)
  return () => app.close()
}
