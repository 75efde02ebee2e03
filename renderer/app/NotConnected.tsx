/** What stands there when the page may not, or cannot, talk to the program. */
import { Unplug } from 'lucide-react'
import { LanguageProvider, localeFor, useErrorText, useT } from '../i18n/index.ts'
import { Notice } from './Notice.tsx'

export function NotConnected({ error }: { readonly error: unknown }) {
  return (
    <LanguageProvider locale={localeFor('system', navigator.language)} region={navigator.language}>
      <Words error={error} />
    </LanguageProvider>
  )
}

function Words({ error }: { readonly error: unknown }) {
  const t = useT()
  const errorText = useErrorText()
  return (
    <Notice icon={<Unplug size={40} />} title={t('frame.not-connected')}>
      {errorText(error)}
    </Notice>
  )
}
