/** Speaks one language to everything below it. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo } from 'react'
import { I18nProvider } from 'react-aria-components'
import { IntlProvider, type PrimitiveType, useIntl } from 'react-intl'
import { de } from './de/index.ts'
import { en } from './en/index.ts'
import { type Formats, formatsFor } from './formats.ts'
import type { Locale } from './locale.ts'

export type MessageId = keyof typeof en
export type Translate = (id: MessageId, values?: Readonly<Record<string, PrimitiveType>>) => string

const messages: Readonly<Record<Locale, Readonly<Record<MessageId, string>>>> = { en, de }

/** For react-aria's own words and for dates: the tag with the region that our texts are written for. */
const tags: Readonly<Record<Locale, string>> = { en: 'en-US', de: 'de-DE' }

const FormatsContext = createContext<Formats>(formatsFor('en'))

export interface LanguageProviderProps {
  readonly locale: Locale
  /** BCP 47 tag for dates and numbers: the system's where it is the same language, so that en-GB keeps its dates. */
  readonly region: string
  readonly children: ReactNode
}

export function LanguageProvider({ locale, region, children }: LanguageProviderProps) {
  const tag = region.toLowerCase().startsWith(locale) ? region : tags[locale]
  const formats = useMemo(() => formatsFor(tag), [tag])
  useEffect(() => {
    document.documentElement.lang = locale
  }, [locale])
  return (
    <IntlProvider locale={locale} messages={messages[locale]}>
      <I18nProvider locale={tags[locale]}>
        <FormatsContext value={formats}>{children}</FormatsContext>
      </I18nProvider>
    </IntlProvider>
  )
}

/** The language that is spoken here. */
export function useLocale(): Locale {
  return useIntl().locale === 'de' ? 'de' : 'en'
}

/** Gives the function that turns a message id and its values into words. */
export function useT(): Translate {
  const intl = useIntl()
  return useCallback((id, values) => intl.formatMessage({ id }, values), [intl])
}

/** Gives numbers, sizes and times in the user's manner of writing. */
export function useFormats(): Formats {
  return useContext(FormatsContext)
}
