/** The application: language and theme around whatever the profile's state calls for. */
import { useEffect, useMemo, useState } from 'react'
import type { Settings, ShellInfo } from '../../shared/contract/index.ts'
import { LanguageProvider, localeFor } from '../i18n/index.ts'
import { Toasts } from '../ui/index.ts'
import type { MegaChat } from './bridge/index.ts'
import { ClientsProvider } from './client.ts'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { ProfileGate } from './ProfileGate.tsx'
import { ShellInfoProvider } from './shellInfo.ts'
import { StreamsProvider, streamsOf, useSettingsWhenOpen } from './streams.ts'
import { applyTheme } from './theme.ts'

export interface AppProps {
  readonly megachat: MegaChat
  readonly info: ShellInfo
}

export function App({ megachat, info }: AppProps) {
  const streams = useMemo(() => streamsOf(megachat), [megachat])
  return (
    <ClientsProvider value={megachat}>
      <ShellInfoProvider value={info}>
        <StreamsProvider value={streams}>
          <Appearance info={info} />
        </StreamsProvider>
      </ShellInfoProvider>
    </ClientsProvider>
  )
}

/** Also behind the lock, where the settings cannot be read: the page keeps what it knew. */
function useLastSettings(): Pick<Settings, 'language' | 'theme'> {
  const settings = useSettingsWhenOpen()
  const [last, setLast] = useState<Pick<Settings, 'language' | 'theme'>>({ language: 'system', theme: 'system' })
  useEffect(() => {
    if (settings) setLast(settings)
  }, [settings])
  return settings ?? last
}

function Appearance({ info }: { readonly info: ShellInfo }) {
  const { language, theme } = useLastSettings()
  useEffect(() => applyTheme(theme), [theme])
  return (
    <LanguageProvider locale={localeFor(language, info.systemLanguage)} region={info.systemLanguage}>
      <ErrorBoundary>
        <ProfileGate />
        <Toasts />
      </ErrorBoundary>
    </LanguageProvider>
  )
}
