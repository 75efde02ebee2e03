/** The invite links of this account: listed, made, revoked. */
import { useCallback, useEffect, useState } from 'react'
import type { Invite } from '../../shared/contract/index.ts'
import { useCore } from '../app/client.ts'
import { useAttempt } from './change.ts'

export interface Invites {
  /** Newest first; undefined before they are known. */
  readonly list: readonly Invite[] | undefined
  readonly create: () => Promise<void>
  readonly revoke: (invite: Invite) => Promise<void>
}

export function useInvites(): Invites {
  const core = useCore()
  const attempt = useAttempt()
  const [list, setList] = useState<readonly Invite[]>()

  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    void attempt(async () => {
      const invites = await core.contacts.invites(undefined, { signal }).catch((error: unknown) => {
        if (signal.aborted) return []
        throw error
      })
      if (!signal.aborted) setList(invites.toSorted((a, b) => b.createdAt - a.createdAt))
    })
    return () => controller.abort()
  }, [core, attempt])

  const create = useCallback(async () => {
    await attempt(async () => {
      const invite = await core.contacts.createInvite()
      setList((before = []) => [invite, ...before])
    })
  }, [core, attempt])

  const revoke = useCallback(
    async (invite: Invite) => {
      await attempt(async () => {
        await core.contacts.revokeInvite({ id: invite.id })
        setList((before = []) => before.filter(({ id }) => id !== invite.id))
      })
    },
    [core, attempt],
  )

  return { list, create, revoke }
}
