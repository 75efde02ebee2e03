/** The safety number beside the chat: 60 digits in twelve groups, and the way to compare them. */

import { errorCodeOf } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/ids.ts'
import { useErrorText, useT } from '../../i18n/index.ts'
import { digitGroups, showSafetyNumber, useContact, useSafetyNumber } from '../../trust/index.ts'
import { Button, CopyButton, Spinner } from '../../ui/index.ts'
import styles from './DetailsPane.module.css'

export interface SafetyNumberProps {
  readonly contact: AccountId
  readonly name: string
  readonly onCopy: (text: string) => void
}

export function SafetyNumber({ contact, name, onCopy }: SafetyNumberProps) {
  const t = useT()
  const errorText = useErrorText()
  const { number, error } = useSafetyNumber(contact)
  // Of a stranger nothing is verified before the request is accepted.
  const isContact = useContact(contact) !== undefined
  const groups = digitGroups(number?.digits ?? '')
  return (
    <div className={styles.safety}>
      <div className={styles.safetyHead}>
        <h4 className={styles.label}>{t('timeline.safety-number')}</h4>
        {number !== null && (
          <CopyButton iconOnly label={t('timeline.copy-safety-number')} onCopy={() => onCopy(groups.join(' '))} />
        )}
      </div>
      {number !== null && (
        <ol className={styles.digits} aria-label={t('timeline.safety-number')}>
          {groups.map((group, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two groups may be equal, and none moves
            <li key={index}>{group}</li>
          ))}
        </ol>
      )}
      {number === null && error === null && <Spinner />}
      {error !== null && (
        <p className={styles.hint}>
          {errorCodeOf(error) === 'not-found' ? t('trust.none-yet', { name }) : errorText(error)}
        </p>
      )}
      {number !== null && <p className={styles.hint}>{t('timeline.safety-number-words', { name })}</p>}
      {number !== null && isContact && (
        <Button size="small" onPress={() => showSafetyNumber(contact, name)}>
          {t('trust.compare')}
        </Button>
      )}
    </div>
  )
}
