/** The first page: from nothing, or from a backup, to an account. What follows, the recovery phrase, is RecoveryStep. */
import { type FormEvent, useEffect, useState } from 'react'
import { useCore } from '../app/client.ts'
import { useErrorText, useT } from '../i18n/index.ts'
import { NetworkButton } from '../network/index.ts'
import { Banner, Button, TextField } from '../ui/index.ts'
import { type Answers, type Field, fieldOf, missingFields, relayOf } from './form.ts'
import { NewPassphrase } from './NewPassphrase.tsx'
import styles from './Onboarding.module.css'
import { RelayChoice } from './RelayChoice.tsx'
import { Restore } from './Restore.tsx'
import { useRelayCheck } from './relayCheck.ts'
import { suggestUsername } from './username.ts'
import { Welcome } from './Welcome.tsx'

export interface Created {
  readonly recoveryPhrase: readonly string[]
  readonly inviteFrom: string | null
}

export interface OnboardingProps {
  readonly passphraseNeeded: boolean
  /** What the relay field begins with: an opened invite link, or the relay given at the start. */
  readonly address: string
  /** True from the press of the button to its answer. */
  readonly onCreating: (busy: boolean) => void
  readonly onCreated: (created: Created) => void
}

export function Onboarding(props: OnboardingProps) {
  const [restoring, setRestoring] = useState(false)
  return restoring ? (
    <Restore passphraseNeeded={props.passphraseNeeded} onBack={() => setRestoring(false)} />
  ) : (
    <NewAccount {...props} onRestore={() => setRestoring(true)} />
  )
}

interface NewAccountProps extends OnboardingProps {
  readonly onRestore: () => void
}

function NewAccount({ passphraseNeeded, address, onCreating, onCreated, onRestore }: NewAccountProps) {
  const t = useT()
  const errorText = useErrorText()
  const core = useCore()
  const [answers, setAnswers] = useState<Answers>({
    relay: 'relay',
    address,
    reach: 'computer',
    displayName: '',
    username: '',
    passphrase: '',
  })
  const [usernameTouched, setUsernameTouched] = useState(false)
  const [missing, setMissing] = useState<readonly Field[]>([])
  const [failure, setFailure] = useState<{ readonly error: unknown; readonly field: Field | null } | null>(null)
  const [busy, setBusy] = useState(false)
  const look = useRelayCheck(answers.relay === 'relay' ? answers.address : '')

  const change = (part: Partial<Answers>) => {
    setAnswers((before) => ({ ...before, ...part }))
    setMissing((before) => before.filter((field) => !(field in part)))
    setFailure(null)
  }

  // A link may be opened while the form is being filled in.
  useEffect(() => {
    if (address) setAnswers((before) => ({ ...before, relay: 'relay', address }))
  }, [address])

  const problem = (field: Field): string | null => {
    if (failure?.field === field) return errorText(failure.error)
    return missing.includes(field) && field !== 'passphrase' ? t('onboarding.required') : null
  }

  const create = async (event: FormEvent) => {
    event.preventDefault()
    const unfilled = missingFields(answers, passphraseNeeded)
    setMissing(unfilled)
    if (unfilled.length > 0 || busy) return
    setBusy(true)
    onCreating(true)
    setFailure(null)
    try {
      const { username, displayName, passphrase } = answers
      onCreated(
        await core.profile.create({
          relay: relayOf(answers),
          username: username.trim(),
          displayName: displayName.trim(),
          ...(passphraseNeeded ? { passphrase } : {}),
        }),
      )
    } catch (error) {
      setFailure({ error, field: fieldOf(error, answers) })
    } finally {
      setBusy(false)
      onCreating(false)
    }
  }

  const host = look.state === 'found' ? look.check.host : null
  const username = answers.username.trim().toLowerCase()

  return (
    <Welcome>
      <form className={styles.form} onSubmit={create} noValidate>
        <header>
          <h1 className={styles.title}>{t('onboarding.title')}</h1>
          <p className={styles.lead}>{t('onboarding.words')}</p>
        </header>
        <RelayChoice answers={answers} onChange={change} look={look} error={problem('address')} />
        <div className={styles.pair}>
          <TextField
            label={t('onboarding.name')}
            description={t('onboarding.name.hint')}
            value={answers.displayName}
            maxLength={64}
            autoComplete="name"
            error={problem('displayName')}
            onChange={(displayName) =>
              change({ displayName, ...(usernameTouched ? {} : { username: suggestUsername(displayName) }) })
            }
          />
          <TextField
            label={t('onboarding.username')}
            description={
              host && username
                ? t('onboarding.username.address', { address: `${username}@${host}` })
                : t('onboarding.username.hint')
            }
            value={answers.username}
            maxLength={64}
            autoComplete="username"
            spellCheck="false"
            error={problem('username')}
            onChange={(username) => {
              setUsernameTouched(username !== '')
              change({ username })
            }}
          />
        </div>
        {passphraseNeeded && (
          <NewPassphrase
            label={t('onboarding.passphrase')}
            hint={t('onboarding.passphrase.hint')}
            value={answers.passphrase}
            onChange={(passphrase) => change({ passphrase })}
            missing={missing.includes('passphrase')}
          />
        )}
        {failure && failure.field === null && (
          <Banner tone="danger" role="alert">
            {errorText(failure.error)}
          </Banner>
        )}
        <div className={styles.between}>
          <div className={styles.choices}>
            <NetworkButton />
            <Button variant="quiet" isDisabled={busy} onPress={onRestore}>
              {t('onboarding.restore')}
            </Button>
          </div>
          <Button type="submit" variant="primary" isPending={busy}>
            {t('onboarding.create')}
          </Button>
        </div>
      </form>
    </Welcome>
  )
}
