/** One picture, video or sound as it stands now: what of it is here, what moves, what can be done. */
import { useCallback, useEffect, useState } from 'react'
import type { Transfer } from '../../../shared/contract/transfers.ts'
import { detach } from '../../../shared/errors.ts'
import type { TransferId } from '../../../shared/ids.ts'
import { useCore } from '../../app/client.ts'
import { useShellInfo } from '../../app/shellInfo.ts'
import { useTransfers } from '../../app/streams.ts'
import { useErrorText } from '../../i18n/index.ts'
import { showToast } from '../../ui/index.ts'
import type { Opened } from '../opened.ts'
import { useMediaSession } from '../session.ts'

export interface ShownMedia {
  /** Undefined until it is known. */
  readonly state: Opened['state'] | undefined
  readonly problem: Opened['problem']
  /** Addresses; null for what is not there. */
  readonly file: string | null
  readonly thumbnail: string | null
  /** 0 to 1 while it moves. */
  readonly share: number | null
  /** The own one has not left this computer. */
  readonly leaving: boolean
  readonly load: () => void
  /** Stops loading; what is there stays. */
  readonly stop: () => void
  /** The address is no good any more: asks for another one. */
  readonly refresh: () => void
}

export function useMedia(id: TransferId, own: boolean): ShownMedia {
  const core = useCore()
  const { filesOrigin } = useShellInfo()
  const session = useMediaSession()
  const errorText = useErrorText()
  const transfer = useTransfers(useCallback((list) => list?.find((other) => other.id === id), [id]))
  const [opened, setOpened] = useState<Opened | undefined>(() => session.opened.known(id))
  const [asked, setAsked] = useState(0)
  const phase = phaseOf(transfer)

  // biome-ignore lint/correctness/useExhaustiveDependencies: asks anew whenever the transfer is in another state.
  useEffect(() => {
    const controller = new AbortController()
    session.opened.open(id, controller.signal).then(
      (now) => {
        if (!controller.signal.aborted) setOpened(now)
      },
      () => {
        if (!controller.signal.aborted) setOpened((before) => before ?? gone)
      },
    )
    return () => controller.abort()
  }, [id, session, phase, asked])

  const report = (error: unknown) => showToast({ text: errorText(error), tone: 'danger' })
  const address = (token: string | null | undefined) => (token == null ? null : `${filesOrigin}/${token}`)
  const moving = transfer !== undefined && phase === 'moving'
  const leaving = own && moving && transfer.sent < transfer.size
  return {
    state: opened?.state,
    problem: opened?.problem ?? null,
    file: address(opened?.file),
    thumbnail: address(opened?.thumbnail),
    share: moving && transfer.size > 0 ? (own ? transfer.sent : transfer.confirmed) / transfer.size : null,
    leaving,
    load: () => detach(core.media.load({ transferId: id }), report),
    stop: () =>
      detach(own ? core.transfers.cancel({ transferId: id }) : core.transfers.pause({ transferId: id }), report),
    refresh: () => setAsked((count) => count + 1),
  }
}

const gone: Opened = { state: 'gone', problem: null, file: null, thumbnail: null }

/** What of a transfer's state changes what can be shown. */
function phaseOf(transfer: Transfer | undefined): 'none' | 'offered' | 'paused' | 'moving' | 'over' {
  if (transfer === undefined) return 'none'
  if (transfer.finishedAt !== null) return 'over'
  if (transfer.state === 'offered' || transfer.state === 'paused') return transfer.state
  return 'moving'
}
