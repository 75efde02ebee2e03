/** Looks whether everything that is kept can be read, and offers the repair where it cannot. */
import { useState } from 'react'
import { detach } from '../../shared/errors.ts'
import { useCore } from '../app/client.ts'
import { useT } from '../i18n/index.ts'
import { Button, ConfirmDialog, showToast } from '../ui/index.ts'
import { useAttempt } from './change.ts'
import { Row } from './Section.tsx'

export function DatabaseRow() {
  const t = useT()
  const core = useCore()
  const attempt = useAttempt()
  const [busy, setBusy] = useState(false)
  const [damaged, setDamaged] = useState(false)

  const check = async () => {
    setBusy(true)
    await attempt(async () => {
      const { sound } = await core.profile.checkDatabase()
      if (sound) showToast({ tone: 'success', text: t('database.sound') })
      else setDamaged(true)
    })
    setBusy(false)
  }
  const repair = () => {
    setDamaged(false)
    // The page for damaged profiles stands here then, and says what comes of it.
    detach(core.profile.repair({}), () => {})
  }
  return (
    <Row label={t('database.title')} description={t('database.words')}>
      <Button isPending={busy} onPress={() => void check()}>
        {t('database.check')}
      </Button>
      <ConfirmDialog
        title={t('damaged.title')}
        action={t('damaged.repair')}
        isOpen={damaged}
        onConfirm={repair}
        onClose={() => setDamaged(false)}
      >
        {t('database.damaged')}
      </ConfirmDialog>
    </Row>
  )
}
