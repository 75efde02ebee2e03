/** Which of our languages is spoken. */
import type { Settings } from '../../shared/contract/index.ts'

export type Locale = 'en' | 'de'

/** The chosen language; `system` follows the BCP 47 tag of the operating system, English where we have none. */
export function localeFor(language: Settings['language'], systemLanguage: string): Locale {
  if (language !== 'system') return language
  return /^de\b/i.test(systemLanguage) ? 'de' : 'en'
}
