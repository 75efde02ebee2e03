/** The shell's words in the language of the settings, or of the system. */
import { IntlMessageFormat } from 'intl-messageformat'
import type { Settings } from '../../../shared/contract/index.ts'
import { de } from './de.ts'
import { en } from './en.ts'

export type TextId = keyof typeof en
export type Texts = (id: TextId, values?: Record<string, string | number>) => string

export function localeFor(language: Settings['language'], systemLanguage: string): 'en' | 'de' {
  const chosen = language === 'system' ? systemLanguage : language
  return chosen.toLowerCase().startsWith('de') ? 'de' : 'en'
}

/** Reading a text takes longer than showing it, and the tray is drawn often. */
const read = new Map<string, IntlMessageFormat>()

export function textsFor(locale: 'en' | 'de'): Texts {
  const words = locale === 'de' ? de : en
  return (id, values = {}) => {
    const key = `${locale} ${id}`
    const format = read.get(key) ?? new IntlMessageFormat(words[id], locale)
    read.set(key, format)
    return String(format.format(values))
  }
}
