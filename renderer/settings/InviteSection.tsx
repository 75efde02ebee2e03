/** Invite links: the newest as text and QR code, earlier ones to be revoked. */
import { Link } from 'lucide-react'
import { useState } from 'react'
import type { Invite } from '../../shared/contract/index.ts'
import { useCopy } from '../app/copy.ts'
import { useFormats, useT } from '../i18n/index.ts'
import { Button, ConfirmDialog, CopyButton, QrCode, TextField } from '../ui/index.ts'
import { useInvites } from './invites.ts'
import { Row, Section } from './Section.tsx'
import styles from './Settings.module.css'

export function InviteSection() {
  const t = useT()
  const formats = useFormats()
  const { list, create, revoke } = useInvites()
  const [busy, setBusy] = useState(false)
  const [revoking, setRevoking] = useState<Invite | null>(null)
  const [newest, ...earlier] = list ?? []

  const press = async () => {
    setBusy(true)
    await create()
    setBusy(false)
  }

  return (
    <Section title={t('settings.invite')}>
      <div className={styles.block}>
        <p className={styles.description}>{t('settings.invite.words')}</p>
        {newest && <NewestInvite invite={newest} onRevoke={() => setRevoking(newest)} />}
        <Button
          variant={newest ? 'secondary' : 'primary'}
          icon={<Link size={18} />}
          isPending={busy}
          onPress={press}
          className={styles.start}
        >
          {t('settings.invite.create')}
        </Button>
      </div>
      {earlier.length > 0 && (
        <div className={styles.block}>
          <h3 className={styles.small}>{t('settings.invite.earlier')}</h3>
          {earlier.map((invite) => (
            <Row
              key={invite.id}
              label={t('settings.invite.made', { date: formats.date(invite.createdAt) })}
              description={t('settings.invite.expires', { date: formats.date(invite.expiresAt) })}
            >
              <Button size="small" onPress={() => setRevoking(invite)}>
                {t('settings.invite.revoke')}
              </Button>
            </Row>
          ))}
        </div>
      )}
      <ConfirmDialog
        title={t('settings.invite.revoke-title')}
        action={t('settings.invite.revoke')}
        danger
        isOpen={revoking !== null}
        onClose={() => setRevoking(null)}
        onConfirm={() => {
          if (revoking) void revoke(revoking)
        }}
      >
        {t('settings.invite.revoke-words')}
      </ConfirmDialog>
    </Section>
  )
}

function NewestInvite({ invite, onRevoke }: { readonly invite: Invite; readonly onRevoke: () => void }) {
  const t = useT()
  const formats = useFormats()
  const copy = useCopy()
  return (
    <div className={styles.invite}>
      <QrCode text={invite.link} label={t('settings.invite.qr')} />
      <div className={styles.inviteWords}>
        <TextField
          label={t('settings.invite.link')}
          value={invite.link}
          isReadOnly
          description={t('settings.invite.expires', { date: formats.date(invite.expiresAt) })}
        />
        <div className={styles.buttons}>
          <CopyButton label={t('settings.invite.copy')} onCopy={() => copy(invite.link)} />
          <Button variant="quiet" onPress={onRevoke}>
            {t('settings.invite.revoke')}
          </Button>
        </div>
      </div>
    </div>
  )
}
