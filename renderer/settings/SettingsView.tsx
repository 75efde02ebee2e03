/** All settings on one page. Each takes effect at once. */
import type { Account } from '../../shared/contract/index.ts'
import { useT } from '../i18n/index.ts'
import { AboutSection } from './AboutSection.tsx'
import { AppearanceSection } from './AppearanceSection.tsx'
import { BackupSection } from './BackupSection.tsx'
import { BlockedSection } from './BlockedSection.tsx'
import { CallsSection } from './CallsSection.tsx'
import { ComputerSection } from './ComputerSection.tsx'
import { useEditedSettings } from './change.ts'
import { FilesSection } from './FilesSection.tsx'
import { InviteSection } from './InviteSection.tsx'
import { KeyboardSection } from './KeyboardSection.tsx'
import { NetworkSection } from './NetworkSection.tsx'
import { NotificationsSection } from './NotificationsSection.tsx'
import { PrivacySection } from './PrivacySection.tsx'
import { ProfileSection } from './ProfileSection.tsx'
import { ReceiptsSection } from './ReceiptsSection.tsx'
import { SecuritySection } from './SecuritySection.tsx'
import styles from './Settings.module.css'

export function SettingsView({ account }: { readonly account: Account }) {
  const t = useT()
  const { settings, change } = useEditedSettings()
  return (
    <div className={styles.view}>
      <header className={styles.head}>
        <h1 className={styles.title}>{t('settings.title')}</h1>
      </header>
      <div className={styles.scroller}>
        <div className={styles.column}>
          <ProfileSection account={account} />
          <InviteSection />
          {settings && (
            <>
              <AppearanceSection settings={settings} change={change} />
              <NotificationsSection settings={settings} change={change} />
              <ComputerSection settings={settings} change={change} />
              <CallsSection settings={settings} change={change} />
              <NetworkSection />
              <PrivacySection settings={settings} change={change} />
              <ReceiptsSection settings={settings} change={change} />
              <BlockedSection />
              <SecuritySection settings={settings} change={change} />
              <BackupSection settings={settings} change={change} />
              <FilesSection settings={settings} change={change} />
            </>
          )}
          <KeyboardSection />
          <AboutSection />
        </div>
      </div>
    </div>
  )
}
