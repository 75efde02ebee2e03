/** The network settings before there is an account: whoever wants a proxy wants it from the first question on. */
import { useState } from 'react'
import { usePreferences } from '../app/streams.ts'
import { useT } from '../i18n/index.ts'
import { Button, Dialog } from '../ui/index.ts'
import { ProxySettings } from './ProxySettings.tsx'

export function NetworkButton() {
  const t = useT()
  const preferences = usePreferences()
  const [open, setOpen] = useState(false)
  if (!preferences) return null
  return (
    <>
      <Button variant="quiet" onPress={() => setOpen(true)}>
        {t('settings.network')}
      </Button>
      <Dialog title={t('settings.network')} isOpen={open} onClose={() => setOpen(false)}>
        <ProxySettings key={JSON.stringify(preferences.proxy)} inForce={preferences.proxy} beforeAccount />
      </Dialog>
    </>
  )
}
