/** What `host.ts` says, as it crosses between the core's thread and the process around it. Has no knowledge of threads. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { ErrorSchema, FileToken, PathToken } from '../../shared/contract/index.ts'
import { TransferId } from '../../shared/ids.ts'
import { ProxyServer } from '../../shared/proxy.ts'

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)

/** Answered by the process. */
export const hostContract = {
  wrap: oc.input(bytes).output(bytes),
  unwrap: oc.input(bytes).output(z.object({ plain: bytes, renew: z.boolean() })),
  startRelay: oc
    .input(z.enum(['computer', 'network']))
    .output(z.object({ url: z.string(), pin: bytes.nullable(), registrationToken: z.string() })),
  backUpRelay: oc.input(z.string()).output(z.void()),
  stopRelay: oc.output(z.void()),
  proxyFor: oc.input(z.string()).output(z.object({ proxy: ProxyServer, chosen: z.boolean() }).nullable()),
  resolvePath: oc
    .input(PathToken)
    .output(z.object({ path: z.string(), kind: z.enum(['file', 'folder']), spooled: z.boolean() })),
}
export type HostContract = typeof hostContract

/** Answered by the core, for the process alone. */
export const coreProcessContract = {
  serveFile: oc.input(FileToken).output(
    z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('bytes'), type: z.string(), name: z.string(), bytes }),
        z.object({
          kind: z.literal('sealed'),
          type: z.string(),
          name: z.string(),
          place: z.object({ path: z.string(), key: bytes, transferId: bytes, size: z.number() }),
        }),
      ])
      .nullable(),
  ),
  fileOf: oc.input(TransferId).output(z.string().nullable()),
  proxyChanged: oc.output(z.void()),
  close: oc.output(z.void()),
}
export type CoreProcessContract = typeof coreProcessContract

/** What the thread is started with, besides its ports. */
export const HostOptions = z.object({
  profileFolder: z.string(),
  unattended: z.boolean(),
  passphrase: z.string().nullable(),
  downloads: z.object({ name: z.string(), path: z.string() }),
  /** The keychain's backend; null without one. */
  keychain: z.string().nullable(),
  sqliteBinding: z.string().nullable(),
})
export type HostOptions = z.infer<typeof HostOptions>

/** What the thread says when its core is there, or cannot be. */
export const StartReport = z.discriminatedUnion('state', [
  z.object({ state: z.literal('ready') }),
  z.object({ state: z.literal('failed'), error: ErrorSchema }),
])
export type StartReport = z.infer<typeof StartReport>
