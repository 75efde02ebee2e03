/** The way between the sections. */
import { ArrowDownUp, Lock, MessageCircle, Phone, Settings } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { useT } from '../i18n/index.ts'
import { Mark, Tooltip } from '../ui/index.ts'
import { useLock } from './lock.ts'
import { type Section, useNavigation } from './navigation.ts'
import styles from './Rail.module.css'
import { useTransfers, useUnread } from './streams.ts'

export function Rail() {
  const t = useT()
  const lock = useLock()
  const unread = useUnread()
  const running = useTransfers(
    (list) => list?.filter(({ media, state }) => !media && (state === 'running' || state === 'preparing')).length ?? 0,
  )
  return (
    <nav className={styles.rail} aria-label={t('rail.label')}>
      <div className={styles.mark}>
        <Mark size={36} />
      </div>
      <RailButton
        section="chats"
        label={t('rail.chats')}
        icon={<MessageCircle size={22} />}
        count={unread}
        countLabel={t('rail.unread', { count: unread })}
      />
      <RailButton section="calls" label={t('rail.calls')} icon={<Phone size={22} />} />
      <RailButton
        section="transfers"
        label={t('rail.transfers')}
        icon={<ArrowDownUp size={22} />}
        count={running}
        countLabel={t('rail.running', { count: running })}
      />
      <div className={styles.gap} />
      {lock && (
        <Tooltip label={t('security.lock')} placement="right">
          <Button className={styles.button ?? ''} aria-label={t('security.lock')} onPress={lock}>
            <Lock size={22} />
          </Button>
        </Tooltip>
      )}
      <RailButton section="settings" label={t('rail.settings')} icon={<Settings size={22} />} />
    </nav>
  )
}

interface RailButtonProps {
  readonly section: Section
  readonly label: string
  readonly icon: ReactNode
  readonly count?: number
  readonly countLabel?: string
}

function RailButton({ section, label, icon, count = 0, countLabel = '' }: RailButtonProps) {
  const current = useNavigation((navigation) => navigation.section === section)
  const show = useNavigation((navigation) => navigation.show)
  return (
    <Tooltip label={label} placement="right">
      <Button
        className={styles.button ?? ''}
        aria-label={count > 0 ? `${label}, ${countLabel}` : label}
        {...(current ? { 'aria-current': 'page' } : {})}
        onPress={() => show(section)}
      >
        {icon}
        {count > 0 && <span className={styles.count} data-count={count > 99 ? '99+' : count} aria-hidden />}
      </Button>
    </Tooltip>
  )
}
