/** Asks before somebody is blocked, and whether the own invite links go with it. */
import { useEffect, useState } from 'react'
import type { AccountId } from '../../shared/ids.ts'
import { useCore } from '../app/client.ts'
import { useErrorText, useT } from '../i18n/index.ts'
import { ConfirmDialog, Switch, showToast } from '../ui/index.ts'

export interface BlockDialogProps {
  readonly contact: AccountId
  readonly name: string
  readonly isStranger: boolean
  readonly onClose: () => void
}

export function BlockDialog({ contact, name, isStranger, onClose }: BlockDialogProps) {
  const t = useT()
  const core = useCore()
  const errorText = useErrorText()
  const [links, setLinks] = useState(0)
  const [revoke, setRevoke] = useState(isStranger)

  useEffect(() => {
    let current = true
    core.contacts.invites().then(
      (invites) => {
        if (current) setLinks(invites.length)
      },
      // Then nothing is offered; blocking goes without.
      () => undefined,
    )
    return () => {
      current = false
    }
  }, [core])

  const block = () => {
    core.contacts.block({ id: contact, revokeInvites: revoke && links > 0 }).then(
      () => showToast({ tone: 'success', text: t('trust.blocked-done', { name }) }),
      (error: unknown) => showToast({ tone: 'danger', text: errorText(error) }),
    )
  }
  return (
    <ConfirmDialog
      danger
      title={t('trust.block-title', { name })}
      action={t('trust.block-action')}
      isOpen
      onConfirm={block}
      onClose={onClose}
    >
      <p>{t(isStranger ? 'trust.block-stranger-words' : 'trust.block-words', { name })}</p>
      {links > 0 && (
        <Switch
          label={t('trust.block-links', { count: links })}
          description={t('trust.block-links-words', { name })}
          isSelected={revoke}
          onChange={setRevoke}
        />
      )}
    </ConfirmDialog>
  )
}
