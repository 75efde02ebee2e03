/** The browser's leave for notifications, where the page runs in one. */
import { useState } from 'react'
import { useT } from '../i18n/index.ts'
import { Button } from '../ui/index.ts'
import { Row } from './Section.tsx'

export function BrowserNotifications() {
  const t = useT()
  const [permission, setPermission] = useState(() =>
    typeof Notification === 'undefined' ? 'denied' : Notification.permission,
  )
  return (
    <Row label={t('settings.browser-notifications')} description={t(`settings.browser-notifications.${permission}`)}>
      {permission === 'default' && (
        <Button onPress={() => void Notification.requestPermission().then(setPermission)}>
          {t('settings.browser-notifications.allow')}
        </Button>
      )}
    </Row>
  )
}
