/** One's address, the way to another relay, and the addresses of before while they still lead here. */
import { useState } from 'react'
import type { Account, FormerAddress } from '../../shared/contract/index.ts'
import { relayHost } from '../../shared/invite/index.ts'
import { useCore } from '../app/client.ts'
import { useCopy } from '../app/copy.ts'
import { errorCodeIn, useErrorText, useFormats, useT } from '../i18n/index.ts'
import { Button, ConfirmDialog, CopyButton, showToast } from '../ui/index.ts'
import { MoveDialog } from './MoveDialog.tsx'
import { Row } from './Section.tsx'
import styles from './Settings.module.css'

export function AddressRows({ account }: { readonly account: Account }) {
  const t = useT()
  const copy = useCopy()
  const [moving, setMoving] = useState(false)
  return (
    <>
      <Row label={t('settings.address')} description={<span className={styles.address}>{account.address}</span>}>
        <CopyButton iconOnly label={t('settings.address.copy')} onCopy={() => copy(account.address)} />
      </Row>
      <Row
        label={t('settings.relay')}
        description={account.ownRelay ? t('settings.relay.own') : relayHost(account.relayUrl)}
      >
        <Button size="small" aria-label={t('settings.move.title')} onPress={() => setMoving(true)}>
          {t('settings.move')}
        </Button>
      </Row>
      {account.former.map((former) => (
        <FormerRow key={former.address} former={former} />
      ))}
      {moving && <MoveDialog account={account} onClose={() => setMoving(false)} />}
    </>
  )
}

function FormerRow({ former }: { readonly former: FormerAddress }) {
  const t = useT()
  const core = useCore()
  const formats = useFormats()
  const errorText = useErrorText()
  const [asking, setAsking] = useState<'end' | 'end-anyway' | null>(null)
  const [busy, setBusy] = useState(false)
  const { address, until, ownRelay } = former

  const end = async (anyway: boolean) => {
    setBusy(true)
    try {
      await core.profile.leaveFormer({ address, anyway })
      showToast({ tone: 'success', text: t('settings.former.ended', { address }) })
    } catch (error) {
      if (!anyway && errorCodeIn(error) === 'relay-unreachable') setAsking('end-anyway')
      else showToast({ tone: 'danger', text: errorText(error) })
    }
    setBusy(false)
  }
  const words = until === null ? t('settings.former.own') : t('settings.former.until', { date: formats.date(until) })
  return (
    <Row
      label={t('settings.former')}
      description={
        <>
          <span className={styles.address}>{address}</span>
          <span> · {words}</span>
        </>
      }
    >
      <Button
        size="small"
        isPending={busy}
        aria-label={t('settings.former.end-address', { address })}
        onPress={() => setAsking('end')}
      >
        {t('settings.former.end')}
      </Button>
      <ConfirmDialog
        title={t('settings.former.end-title', { address })}
        action={t('settings.former.end')}
        danger
        isOpen={asking === 'end'}
        onConfirm={() => void end(false)}
        onClose={() => setAsking(null)}
      >
        {t(ownRelay ? 'settings.former.end-own' : 'settings.former.end-words')}
      </ConfirmDialog>
      <ConfirmDialog
        title={t('settings.former.anyway-title')}
        action={t('settings.former.anyway')}
        danger
        isOpen={asking === 'end-anyway'}
        onConfirm={() => void end(true)}
        onClose={() => setAsking(null)}
      >
        {t('settings.former.anyway-words', { address })}
      </ConfirmDialog>
    </Row>
  )
}
