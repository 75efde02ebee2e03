/** The shell's words in the language of the settings, or of the system. */
import { IntlMessageFormat } from 'intl-messageformat'
import type { Settings } from '../../../shared/contract/index.ts'
import { de } from './de.ts'
import { en } from './en.ts'

export type TextId = keyof typeof en
export type Texts = (id: TextId, values?: Record<string, string | number>) => string

export function textsFor(language: Settings['language'], systemLanguage: string): Texts {
  const chosen = language === 'system' ? systemLanguage : language
  const [locale, words] = chosen.toLowerCase().startsWith('de') ? (['de', de] as const) : (['en', en] as const)
  return (id, values = {}) => String(new IntlMessageFormat(words[id], locale).format(values))
}
