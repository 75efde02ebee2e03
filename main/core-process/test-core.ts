/** A thread for the tests of its keeper: answers a few procedures, and ends in the ways a core may end. */
import { implement } from '@orpc/server'
import { coreContract } from '../../shared/contract/index.ts'
import { AppError } from '../../shared/errors.ts'
import { Observable } from '../../shared/streams/index.ts'
import type { Core, CoreHost } from '../core/host.ts'
import { serveCore } from '../core/serve-core.ts'

const os = implement(coreContract)

function openTestCore(host: CoreHost): Promise<Core> {
  if (host.passphrase === 'in-use') return Promise.reject(new AppError('profile-in-use'))
  if (host.passphrase === 'exit') process.exit(3)
  const state = new Observable({ state: 'new' as const, passphraseNeeded: host.keychain === null })
  const router = {
    profile: {
      watch: os.profile.watch.handler(() => state.watch()),
      recoveryPhrase: os.profile.recoveryPhrase.handler(async () => {
        const wrapped = await host.keychain?.wrap(new Uint8Array([1, 2, 3]))
        const relay = await host.ownRelay.start('computer')
        return [host.keychain?.backend ?? '', String(wrapped), relay.url, String(relay.pin), ...Array(20).fill('x')]
      }),
      rename: os.profile.rename.handler(({ input }) => {
        if (input.displayName === 'throw') setImmediate(() => Promise.reject(new Error('a bug')))
        if (input.displayName === 'heap') fillHeap()
      }),
    },
    settings: {
      setDownloadFolder: os.settings.setDownloadFolder.handler(async ({ input }) => {
        const path = await host.resolvePath(input.folder as never)
        if (path.kind !== 'folder') throw new AppError('invalid-input')
      }),
    },
  }
  return Promise.resolve({
    router: router as unknown as Core['router'],
    serveFile: async () => null,
    fileOf: async (transfer) => `/downloads/${transfer}`,
    proxyChanged: async () => {},
    close: async () => {
      state.set({ state: 'new', passphraseNeeded: false })
    },
  })
}

/** Ends the thread by its limit. */
function fillHeap(): never {
  const kept: unknown[] = []
  for (;;) kept.push(Array.from({ length: 10_000 }, (_, i) => ({ i })))
}

await serveCore(openTestCore)
