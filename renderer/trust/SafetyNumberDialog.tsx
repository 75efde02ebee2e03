/** Compares the safety number with somebody: by reading, by pasting theirs, or with the camera. */
import { BadgeCheck, ShieldQuestionMark } from 'lucide-react'
import { errorCodeOf } from '../../shared/errors.ts'
import type { AccountId } from '../../shared/ids.ts'
import { useCore } from '../app/client.ts'
import { useCopy } from '../app/copy.ts'
import { useErrorText, useT } from '../i18n/index.ts'
import { Banner, Button, CopyButton, classes, Dialog, QrCode, Spinner, showToast } from '../ui/index.ts'
import { Comparison } from './Comparison.tsx'
import styles from './trust.module.css'
import { useComparison } from './useComparison.ts'
import { useContact } from './useContact.ts'
import { digitGroups, useSafetyNumber } from './useSafetyNumber.ts'

export interface SafetyNumberDialogProps {
  readonly contact: AccountId
  readonly name: string
  readonly onClose: () => void
}

export function SafetyNumberDialog({ contact, name, onClose }: SafetyNumberDialogProps) {
  const t = useT()
  const core = useCore()
  const errorText = useErrorText()
  const copy = useCopy()
  const known = useContact(contact)
  const { number, error, reload } = useSafetyNumber(contact)
  const comparison = useComparison(contact)
  const verified = known?.verified ?? false
  const changed = known?.identityChanged ?? false
  const groups = digitGroups(number?.digits ?? '')

  const say = async (work: (digits: string) => Promise<unknown>, done: string) => {
    if (number === null) return
    try {
      await work(number.digits)
      showToast({ tone: 'success', text: done })
      onClose()
    } catch (failure) {
      // It has changed once more: the new one is shown, and nothing was said about it.
      showToast({ tone: 'danger', text: errorText(failure) })
      reload()
    }
  }
  const setVerified = (to: boolean) =>
    void say(
      (digits) => core.contacts.setVerified({ id: contact, verified: to, digits }),
      t(to ? 'trust.verified-done' : 'trust.cleared-done', { name }),
    )
  const sendAnyway = () =>
    void say((digits) => core.contacts.confirmIdentity({ id: contact, digits }), t('trust.confirmed-done', { name }))

  return (
    <Dialog
      title={t('trust.title', { name })}
      width="wide"
      isOpen
      onClose={onClose}
      buttons={
        number !== null && known !== undefined ? (
          <>
            {changed && <Button onPress={sendAnyway}>{t('trust.send-anyway')}</Button>}
            {verified ? (
              <Button onPress={() => setVerified(false)}>{t('trust.clear')}</Button>
            ) : (
              <Button
                variant="primary"
                icon={<BadgeCheck size={18} aria-hidden />}
                isDisabled={comparison.result === 'different'}
                onPress={() => setVerified(true)}
              >
                {t('trust.verify')}
              </Button>
            )}
          </>
        ) : undefined
      }
    >
      <div className={styles.body}>
        {changed && <Banner tone="warning">{t('trust.changed-words', { name })}</Banner>}
        {number === null && error === null && <Spinner />}
        {error !== null && (
          <p role="alert">{errorCodeOf(error) === 'not-found' ? t('trust.none-yet', { name }) : errorText(error)}</p>
        )}
        {number !== null && (
          <>
            {!changed && (
              <p className={classes(styles.state, verified && styles.verified)}>
                {verified ? <BadgeCheck size={18} aria-hidden /> : <ShieldQuestionMark size={18} aria-hidden />}
                <span>{t(verified ? 'trust.verified-words' : 'trust.unverified-words', { name })}</span>
              </p>
            )}
            <div className={styles.number}>
              <QrCode text={number.code} label={t('trust.qr', { name })} />
              <div className={styles.digitsColumn}>
                <ol className={styles.digits} aria-label={t('timeline.safety-number')}>
                  {groups.map((group, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: two groups may be equal, and none moves
                    <li key={index}>{group}</li>
                  ))}
                </ol>
                <CopyButton label={t('timeline.copy-safety-number')} onCopy={() => copy(groups.join(' '))} />
              </div>
            </div>
            <Comparison name={name} comparison={comparison} />
          </>
        )}
      </div>
    </Dialog>
  )
}
