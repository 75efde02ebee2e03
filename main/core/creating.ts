/** A new profile with a new account: all of it, or nothing. */

import type { InferContractRouterInputs } from '@orpc/contract'
import type { Logger } from 'pino'
import type { profile } from '../../shared/contract/index.ts'
import { errorForLog } from '../../shared/error-log.ts'
import { AppError } from '../../shared/errors.ts'
import { type ConversationId, conversationWith } from '../../shared/ids.ts'
import type { CoreHost } from './host.ts'
import { createIdentity } from './identity/index.ts'
import { assertUsername, chooseRelay } from './onboarding.ts'
import type { Opener } from './opening.ts'
import type { Session } from './session.ts'
import { writeFact } from './settings/index.ts'
import type { ProfileFolder, Store } from './store/index.ts'
import type { Ways } from './ways.ts'

export type CreateInput = InferContractRouterInputs<typeof profile>['create']

export interface Creation {
  /** Started. */
  readonly session: Session
  readonly recoveryPhrase: string[]
  readonly inviteFrom: ConversationId | null
}

export interface CreatingOptions {
  readonly host: CoreHost
  readonly folder: ProfileFolder
  readonly ways: Ways
  readonly opener: Opener
  readonly log: Logger
}

/** Raises `passphrase-needed` where there is no keychain, and what the contract's `profile.create` says. */
export async function createProfile(input: CreateInput, options: CreatingOptions): Promise<Creation> {
  const { relay, username, displayName, passphrase } = input
  const { host, folder, ways, opener, log } = options
  assertUsername(username)
  const answer = passphrase ?? (host.keychain === null ? (host.passphrase ?? undefined) : undefined)
  if (host.keychain === null && answer === undefined) throw new AppError('passphrase-needed')
  const chosen = await chooseRelay(relay, host, ways.proxyFor)
  const { key, recoveryPhrase } = await folder.create({ keychain: host.keychain, passphrase: answer })
  let store: Store | null = null
  try {
    store = opener.openStore(key)
    const identity = store.transaction((tx) => {
      const { registrationToken, reach, home } = chosen
      if (registrationToken !== null) writeFact(tx, 'registration-token', registrationToken)
      if (reach !== null) writeFact(tx, 'own-relay-reach', reach)
      return createIdentity(tx, { username, displayName, relay: home, recoveryPhrase })
    })
    await opener.register(store, identity)
    const session = opener.session(store, identity)
    await session.relay
      .uploadPrekeys()
      .catch((error: unknown) => log.warn({ error: errorForLog(error) }, 'no prekeys yet'))
    const inviteFrom =
      relay.kind === 'relay' && chosen.invite !== null ? await meetInviter(session, relay.addressOrInvite, log) : null
    return { session: opener.start(session), recoveryPhrase: [...recoveryPhrase], inviteFrom }
  } catch (error) {
    store?.close()
    folder.erase()
    if (chosen.home.own) await host.ownRelay.stop()
    throw error
  }
}

/** Whoever made the link is the first contact; that it cannot be met is no reason not to have an account. */
async function meetInviter(session: Session, link: string, log: Logger): Promise<ConversationId | null> {
  try {
    return conversationWith(await session.contacts.start(link))
  } catch (error) {
    log.warn({ error: errorForLog(error) }, 'the inviter could not be met')
    return null
  }
}
