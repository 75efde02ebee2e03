/** What keeps others from the messages on this computer: passphrase, lock, recovery phrase. */
import { useState } from 'react'
import { useLock, useProtection } from '../app/lock.ts'
import { useShellInfo } from '../app/shellInfo.ts'
import { useT } from '../i18n/index.ts'
import { Button, Select, Switch } from '../ui/index.ts'
import type { SettingsProps } from './change.ts'
import { type PassphraseChange, PassphraseDialog } from './PassphraseDialog.tsx'
import { RecoveryDialog } from './RecoveryDialog.tsx'
import { Row, Section } from './Section.tsx'
import styles from './Settings.module.css'

const choices = ['never', '1', '5', '15', '30', '60'] as const
type Choice = (typeof choices)[number]
type Minutes = SettingsProps['settings']['lockAfterMinutes']

const minutesOf = (choice: Choice) => (choice === 'never' ? null : Number(choice)) as Minutes
const choiceOf = (minutes: Minutes) => (minutes === null ? 'never' : String(minutes)) as Choice

export function SecuritySection({ settings, change }: SettingsProps) {
  const t = useT()
  const { shell } = useShellInfo()
  const { passphrase, keychain } = useProtection()
  const [changing, setChanging] = useState<PassphraseChange | null>(null)
  const [recovering, setRecovering] = useState(false)
  return (
    <Section title={t('security.title')}>
      <Row
        label={t('security.passphrase')}
        description={t(
          passphrase
            ? keychain
              ? 'security.passphrase.set'
              : 'security.passphrase.needed'
            : 'security.passphrase.none',
        )}
      >
        {passphrase ? (
          <div className={styles.buttons}>
            <Button onPress={() => setChanging('change')}>{t('security.passphrase.change')}</Button>
            {keychain && <Button onPress={() => setChanging('remove')}>{t('security.passphrase.remove')}</Button>}
          </div>
        ) : (
          <Button onPress={() => setChanging('choose')}>{t('security.passphrase.choose')}</Button>
        )}
      </Row>
      {passphrase && <LockRows settings={settings} change={change} withSystem={shell === 'electron'} />}
      <Row label={t('security.recovery')} description={t('security.recovery.words')}>
        <Button onPress={() => setRecovering(true)}>{t('security.recovery.show')}</Button>
      </Row>
      {changing && <PassphraseDialog kind={changing} onClose={() => setChanging(null)} />}
      {recovering && <RecoveryDialog asks={passphrase} onClose={() => setRecovering(false)} />}
    </Section>
  )
}

function LockRows({ settings, change, withSystem }: SettingsProps & { readonly withSystem: boolean }) {
  const t = useT()
  const lock = useLock()
  const words = (choice: Choice) => {
    if (choice === 'never') return t('security.lock.never')
    return choice === '60' ? t('security.lock.hour') : t('security.lock.minutes', { minutes: Number(choice) })
  }
  return (
    <>
      <Row label={t('security.lock')} description={t('security.lock.words')}>
        {lock && <Button onPress={lock}>{t('security.lock.now')}</Button>}
      </Row>
      <Row label={t('security.lock.after')}>
        <Select
          label={t('security.lock.after')}
          labelHidden
          value={choiceOf(settings.lockAfterMinutes)}
          onChange={(choice) => change({ lockAfterMinutes: minutesOf(choice) })}
          options={choices.map((value) => ({ value, label: words(value) }))}
        />
      </Row>
      {withSystem && (
        <div className={styles.block}>
          <Switch
            label={t('security.lock.system')}
            description={t('security.lock.system.words')}
            isSelected={settings.lockWithSystem}
            onChange={(lockWithSystem) => change({ lockWithSystem })}
          />
        </div>
      )}
    </>
  )
}
