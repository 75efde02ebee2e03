/**
 * The account goes on at another relay, with the same keys and the same people. Has no knowledge of sessions; that people hear
 * of it is the contacts room's affair. SPEC.md I-16.
 */
import type { InferContractRouterInputs } from '@orpc/contract'
import type { profile } from '../../shared/contract/index.ts'
import { AppError } from '../../shared/errors.ts'
import { isLoopbackHost } from '../../shared/invite/index.ts'
import type { CoreHost } from './host.ts'
import type { HomeRelay, Identity } from './identity/index.ts'
import { assertUsername, type ChosenRelay, chooseRelay, register } from './onboarding.ts'
import type { ProxyFor } from './relay/index.ts'
import { writeFact } from './settings/index.ts'
import type { Tx } from './store/index.ts'

type MoveInput = InferContractRouterInputs<typeof profile>['move']

export interface NewHome {
  readonly chosen: ChosenRelay
  readonly username: string
}

/**
 * Registers the account there: until {@link moveInto} it is where it was, and nothing has changed. Raises what the contract's
 * `profile.move` says.
 */
export async function prepareMove(
  { relay, username: asked }: MoveInput,
  identity: Identity,
  host: CoreHost,
  proxyFor: ProxyFor,
): Promise<NewHome> {
  assertUsername(asked)
  const chosen = await chooseRelay(relay, host, proxyFor)
  const { home, registrationToken } = chosen
  try {
    assertElsewhere(home, identity.account.relay)
    const before = identity.formerHomes.find((each) => isSame(each, home))
    // Who comes back has an account there already.
    if (before !== undefined) return { chosen, username: before.username }
    const username = asked.toLowerCase()
    const registration = identity.registration(registrationToken ?? undefined, { relay: home, username })
    await register(home, registration, proxyFor)
    return { chosen, username }
  } catch (error) {
    if (home.own && !runsOwnRelay(identity)) await host.ownRelay.stop()
    throw error
  }
}

/** In the database, while nothing is connected. */
export function moveInto(tx: Tx, identity: Identity, { chosen, username }: NewHome): void {
  const { home, registrationToken, reach } = chosen
  identity.leaveFor(tx, { relay: home, username }, Date.now())
  writeFact(tx, 'registration-token', registrationToken)
  if (reach !== null) writeFact(tx, 'own-relay-reach', reach)
}

/** Whether this computer has to run its relay, be it for what still comes in there. */
export function runsOwnRelay({ account, formerHomes }: Identity): boolean {
  return account.relay.own || formerHomes.some(({ own }) => own)
}

function assertElsewhere(home: HomeRelay, before: HomeRelay): void {
  if (isSame(home, before)) throw new AppError('relay-same')
  // From other computers nobody would reach us there.
  if (isLoopback(home) && !isLoopback(before)) throw new AppError('relay-local')
}

const isSame = (a: HomeRelay, b: HomeRelay) => Buffer.compare(a.senderTrustRoot, b.senderTrustRoot) === 0
const isLoopback = ({ url }: HomeRelay) => isLoopbackHost(new URL(url).hostname)
