/** From nothing to a registered account. Has no knowledge of the rooms that need one. */
import { setTimeout as delay } from 'node:timers/promises'
import type { RelayChoice } from '../../shared/contract/index.ts'
import { AppError } from '../../shared/errors.ts'
import { type InviteLink, parseRelay, usernameForm } from '../../shared/invite/index.ts'
import { type Registration, routes } from '../../shared/relay-api/index.ts'
import type { CoreHost } from './host.ts'
import type { HomeRelay } from './identity/index.ts'
import { fetchInfo, type ProxyFor, type RelayPlace, Relays, straight } from './relay/index.ts'

/** Attempts to register where no answer came: the relay may have taken it and the answer may be lost. */
const registerAttempts = 3
const registerPauseMs = 1_000

/** Where an account is to be made. */
export interface ChosenRelay {
  readonly home: HomeRelay
  readonly registrationToken: string | null
  readonly invite: InviteLink | null
  /** Of a relay that this computer runs. */
  readonly reach: 'computer' | 'network' | null
}

/** Raises the errors of the address, of the link, of the way there and of the own relay. */
export async function chooseRelay(choice: RelayChoice, host: CoreHost, proxyFor: ProxyFor): Promise<ChosenRelay> {
  if (choice.kind === 'own') {
    const { url, pin, registrationToken } = await host.ownRelay.start(choice.reach)
    const home = await homeAt({ url, pin }, true, straight)
    return { home, registrationToken: registrationToken || null, invite: null, reach: choice.reach }
  }
  const reference = parseRelay(choice.addressOrInvite, Date.now())
  if (reference.kind === 'address') {
    const home = await homeAt({ url: reference.relayUrl, pin: null }, false, proxyFor)
    return { home, registrationToken: null, invite: null, reach: null }
  }
  const { relay, invite } = reference
  const home = await homeAt({ url: relay.relayUrls[0], pin: relay.relayPin }, false, proxyFor)
  if (invite !== null && Buffer.compare(home.senderTrustRoot, invite.senderTrustRoot) !== 0)
    throw new AppError('invite-invalid', 'the link names another relay than the one that answers')
  return { home, registrationToken: relay.registrationToken, invite, reach: null }
}

/** The relay as it describes itself. */
export async function homeAt({ url, pin }: RelayPlace, own: boolean, proxyFor: ProxyFor): Promise<HomeRelay> {
  const relays = new Relays(proxyFor)
  try {
    const info = await fetchInfo(relays.at({ url, pin }, 'lookup'))
    return { url, host: new URL(url).host, pin, senderTrustRoot: Buffer.from(info.senderTrustRoot, 'base64url'), own }
  } finally {
    await relays.close()
  }
}

/** Raises `username-invalid` for what no relay takes. */
export function assertUsername(username: string): void {
  if (!usernameForm.test(username.toLowerCase())) throw new AppError('username-invalid')
}

/**
 * Registers an account; the same registration twice is one. Raises `username-taken`, `username-invalid`,
 * `registration-token-needed`, `registration-closed` and those of the way there.
 */
export async function register(place: RelayPlace, registration: Registration, proxyFor: ProxyFor): Promise<void> {
  const relays = new Relays(proxyFor)
  try {
    const http = relays.at(place, 'lookup')
    for (let attempt = 1; ; attempt += 1) {
      try {
        await http.call(routes.register, { json: registration })
        return
      } catch (error) {
        const lost = error instanceof AppError && error.code === 'relay-unreachable'
        if (!lost || attempt === registerAttempts) throw error
        await delay(registerPauseMs)
      }
    }
  } finally {
    await relays.close()
  }
}
