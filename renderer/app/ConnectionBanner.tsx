/** Says honestly when there is no way to the relay, why, and when the next attempt is. */
import { MonitorX, WifiOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { detach } from '../../shared/errors.ts'
import { useErrorText, useT } from '../i18n/index.ts'
import { Banner, Button, ConfirmDialog, Spinner, showToast } from '../ui/index.ts'
import styles from './ConnectionBanner.module.css'
import { useCore } from './client.ts'
import { useBridgeStatus, useConnection } from './streams.ts'

/** Shorter interruptions than this are not worth a word; in milliseconds. */
const patienceMs = 1500

export function ConnectionBanner() {
  const t = useT()
  const errorText = useErrorText()
  const core = useCore()
  const connection = useConnection()
  const lost = useBridgeStatus() === 'lost'
  const online = !lost && (connection === undefined || connection.state === 'online')
  const late = useLate(!online)
  const seconds = useSecondsUntil(connection?.state === 'offline' ? connection.retryAt : null)

  if (!late) return null
  if (lost) {
    return (
      <div className={styles.strip}>
        <Banner tone="warning" icon={<Spinner size={18} />}>
          {t('lost.words')}
        </Banner>
      </div>
    )
  }
  if (!connection || connection.state === 'online') return null

  const retry = () => detach(core.connection.retry(), (error) => showToast({ tone: 'danger', text: errorText(error) }))
  const button = (
    <Button size="small" onPress={retry}>
      {t('ui.try-again')}
    </Button>
  )
  if (connection.state === 'connecting') {
    return (
      <div className={styles.strip}>
        <Banner icon={<Spinner size={18} />}>{t('connection.connecting')}</Banner>
      </div>
    )
  }
  if (connection.state === 'refused' && connection.error.code === 'device-replaced') return <UsedElsewhere />
  if (connection.state === 'refused') {
    return (
      <div className={styles.strip}>
        <Banner tone="danger" role="alert" action={button}>
          {t('connection.refused')} {errorText(connection.error)}
        </Banner>
      </div>
    )
  }
  return (
    <div className={styles.strip}>
      <Banner tone="warning" icon={<WifiOff size={18} aria-hidden />} action={button}>
        {t('connection.waiting')} <span className={styles.detail}>{t('connection.kept')}</span>
        {/* Counting aloud would talk over everything else. */}
        {seconds !== null && seconds > 0 && <span aria-hidden> {t('connection.retry-in', { seconds })}</span>}
      </Banner>
    </div>
  )
}

/** The account goes on at another computer; here it can be read, and taken back. */
function UsedElsewhere() {
  const t = useT()
  const errorText = useErrorText()
  const core = useCore()
  const [asking, setAsking] = useState(false)
  const takeOver = () => {
    setAsking(false)
    detach(core.profile.takeOver(), (error) => showToast({ tone: 'danger', text: errorText(error) }))
  }
  return (
    <div className={styles.strip}>
      <Banner
        tone="warning"
        role="alert"
        icon={<MonitorX size={18} aria-hidden />}
        action={
          <Button size="small" onPress={() => setAsking(true)}>
            {t('connection.take-over')}
          </Button>
        }
      >
        {t('error.device-replaced')}
      </Banner>
      <ConfirmDialog
        title={t('connection.take-over.title')}
        action={t('connection.take-over')}
        isOpen={asking}
        onConfirm={takeOver}
        onClose={() => setAsking(false)}
      >
        {t('connection.take-over.words')}
      </ConfirmDialog>
    </div>
  )
}

/** True once `condition` has held for the time of patience. */
function useLate(condition: boolean): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (!condition) return setLate(false)
    const timer = setTimeout(() => setLate(true), patienceMs)
    return () => clearTimeout(timer)
  }, [condition])
  return late
}

/** Whole seconds until `at` (milliseconds since the epoch), counting down; null without a time. */
function useSecondsUntil(at: number | null): number | null {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (at === null) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [at])
  return at === null ? null : Math.max(0, Math.ceil((at - now) / 1000))
}
