/** Which relay: one that exists, or this computer. */
import { CircleCheck, TriangleAlert } from 'lucide-react'
import { type Translate, useErrorText, useT } from '../i18n/index.ts'
import { RadioGroup, Spinner, TextField } from '../ui/index.ts'
import type { ChosenRelay } from './form.ts'
import styles from './Onboarding.module.css'
import type { RelayLook } from './relayCheck.ts'

export interface RelayChoiceProps {
  readonly answers: ChosenRelay
  readonly onChange: (part: Partial<ChosenRelay>) => void
  readonly look: RelayLook
  readonly error: string | null
  /** Whether this computer may be the relay. */
  readonly withOwn?: boolean
}

export function RelayChoice({ answers, onChange, look, error, withOwn = true }: RelayChoiceProps) {
  const t = useT()
  const errorText = useErrorText()
  return (
    <div className={styles.relay}>
      {withOwn && (
        <RadioGroup
          label={t('onboarding.relay')}
          value={answers.relay}
          onChange={(relay) => onChange({ relay })}
          options={[
            { value: 'relay', label: t('onboarding.relay.use'), description: t('onboarding.relay.use-hint') },
            { value: 'own', label: t('onboarding.relay.own'), description: t('onboarding.relay.own-hint') },
          ]}
        />
      )}
      {answers.relay === 'relay' ? (
        <TextField
          label={t('onboarding.address')}
          placeholder={t('onboarding.address.placeholder')}
          value={answers.address}
          onChange={(address) => onChange({ address })}
          autoComplete="off"
          spellCheck="false"
          maxLength={4096}
          error={error ?? (look.state === 'failed' ? errorText(look.error) : null)}
          description={lookWords(look, t)}
        />
      ) : (
        <RadioGroup
          label={t('onboarding.reach')}
          orientation="horizontal"
          value={answers.reach}
          onChange={(reach) => onChange({ reach })}
          options={[
            { value: 'computer', label: t('onboarding.reach.computer') },
            { value: 'network', label: t('onboarding.reach.network') },
          ]}
        />
      )}
    </div>
  )
}

function lookWords(look: RelayLook, t: Translate) {
  if (look.state === 'checking') {
    return (
      <span className={styles.look}>
        <Spinner size={14} />
        {t('onboarding.checking')}
      </span>
    )
  }
  // Always a line: one that came later would move the buttons below from under the pointer.
  if (look.state !== 'found') return t('onboarding.address.hint')
  const { host, invitedBy, registration } = look.check
  const welcome = invitedBy !== null || registration === 'open'
  return (
    <span className={styles.look}>
      {welcome ? (
        <CircleCheck size={14} className={styles.good} />
      ) : (
        <TriangleAlert size={14} className={styles.warn} />
      )}
      {invitedBy === null
        ? t(`onboarding.check.${registration}`, { host })
        : t('onboarding.check.invited', { name: invitedBy, host })}
    </span>
  )
}
