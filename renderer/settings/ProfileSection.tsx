/** Who one is to others: name and address. */
import { type FormEvent, useState } from 'react'
import type { Account } from '../../shared/contract/index.ts'
import { useCore } from '../app/client.ts'
import { useCopy } from '../app/copy.ts'
import { useT } from '../i18n/index.ts'
import { Avatar, Button, CopyButton, showToast, TextField } from '../ui/index.ts'
import { useAttempt } from './change.ts'
import { Row, Section } from './Section.tsx'
import styles from './Settings.module.css'

export function ProfileSection({ account }: { readonly account: Account }) {
  const t = useT()
  const core = useCore()
  const copy = useCopy()
  const attempt = useAttempt()
  const [name, setName] = useState(account.displayName)
  const changed = name.trim() !== '' && name.trim() !== account.displayName

  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (!changed) return
    const done = await attempt(() => core.profile.rename({ displayName: name.trim() }))
    if (done) showToast({ tone: 'success', text: t('settings.name.saved') })
  }

  return (
    <Section title={t('settings.profile')}>
      <form className={styles.person} onSubmit={save} noValidate>
        <Avatar name={account.displayName} id={account.id} size={64} />
        <TextField
          className={styles.grow}
          label={t('settings.name')}
          value={name}
          onChange={setName}
          maxLength={64}
          autoComplete="off"
        />
        <Button type="submit" variant={changed ? 'primary' : 'secondary'} isDisabled={!changed}>
          {t('ui.save')}
        </Button>
      </form>
      <Row
        label={t('settings.address')}
        description={
          <>
            <span className={styles.address}>{account.address}</span>
            {account.ownRelay && <span> · {t('settings.address.own-relay')}</span>}
          </>
        }
      >
        <CopyButton iconOnly label={t('settings.address.copy')} onCopy={() => copy(account.address)} />
      </Row>
    </Section>
  )
}
