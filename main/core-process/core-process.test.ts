import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { clientOf, maxFrameFromCore, maxFrameFromRenderer, memoryPair } from '../../shared/bridge/index.ts'
import type { CoreContract } from '../../shared/contract/index.ts'
import { TransferId } from '../../shared/ids.ts'
import type { CoreHost } from '../core/host.ts'
import { type CoreProcess, startCore } from './core-process.ts'
import { PathTokens } from './path-tokens.ts'

const entry = new URL('./test-core.ts', import.meta.url)
const log = pino({ level: 'silent' })
const running: CoreProcess[] = []
afterEach(async () => {
  for (const core of running.splice(0)) await core.close()
})

const tokens = new PathTokens()
const host: CoreHost = {
  profileFolder: mkdtempSync(path.join(tmpdir(), 'megachat-')),
  unattended: true,
  passphrase: null,
  downloads: { name: 'downloads', path: '/downloads' },
  keychain: {
    backend: 'test',
    wrap: async (plain) => plain.toReversed(),
    unwrap: async (wrapped) => ({ plain: wrapped.toReversed(), renew: false }),
  },
  sqliteBinding: null,
  ownRelay: {
    start: async (reach) => ({ url: `http://${reach}`, pin: new Uint8Array([7]), registrationToken: 't' }),
    backUp: async () => {},
    stop: async () => {},
  },
  proxyFor: async () => null,
  resolvePath: async (token) => tokens.resolve(token),
}

async function start(passphrase: string | null = null): Promise<CoreProcess> {
  const core = await startCore({ ...host, passphrase }, { log, entry })
  running.push(core)
  return core
}

function clientTo(core: CoreProcess) {
  const [client, server] = memoryPair(maxFrameFromCore, maxFrameFromRenderer)
  core.connect(server)
  return { channel: client, core: clientOf<CoreContract>(client) }
}

describe('core process', () => {
  it('serves several clients', async () => {
    const core = await start()
    for (const client of [clientTo(core), clientTo(core)]) {
      const stream = await client.core.profile.watch()
      expect((await stream.next()).value).toEqual({ state: 'new', passphraseNeeded: false })
    }
  })

  it('answers what the core asks of its host', async () => {
    const { core } = clientTo(await start())
    const answers = await core.profile.recoveryPhrase({})
    expect(answers.slice(0, 4)).toEqual(['test', '3,2,1', 'http://computer', '7'])
    const folder = tokens.add({ path: '/somewhere', kind: 'folder', spooled: false })
    await core.settings.setDownloadFolder({ folder })
    await expect(core.settings.setDownloadFolder({ folder: 'x'.repeat(43) })).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('tells the host where a file is', async () => {
    const id = TransferId.parse('5f0c8f6e-6b0e-4f53-9d4d-0d0a7c1f0002')
    expect(await (await start()).fileOf(id)).toBe(`/downloads/${id}`)
  })

  it.each(['throw', 'heap'])(
    'B-9 starts the core again after its end (%s)',
    { timeout: 60_000 },
    async (displayName) => {
      const core = await start()
      const first = clientTo(core)
      const stream = await first.core.profile.watch()
      await stream.next()
      const ended = new Promise<void>((resolve) => first.channel.onClose(resolve))
      const call = first.core.profile.rename({ displayName }).catch(() => {})
      await expect(stream.next()).rejects.toMatchObject({ code: 'bridge-closed' })
      await Promise.all([ended, call])
      // The ports of a thread close a little before it has ended; whoever connects in between has to try again.
      const again = await vi.waitFor(() => clientTo(core).core.profile.watch(), { timeout: 5000, interval: 20 })
      expect((await again.next()).value).toMatchObject({ state: 'new' })
    },
  )

  it('says why the core cannot be opened', async () => {
    await expect(start('in-use')).rejects.toMatchObject({ code: 'profile-in-use' })
    await expect(start('exit')).rejects.toMatchObject({ code: 'internal' })
  })

  it('closes its clients at the end', async () => {
    const core = await start()
    const { channel } = clientTo(core)
    const closed = new Promise<void>((resolve) => channel.onClose(resolve))
    await core.close()
    await closed
    const late = clientTo(core)
    await expect(late.core.profile.watch()).rejects.toMatchObject({ code: 'bridge-closed' })
  })
})
