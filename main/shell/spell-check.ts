/** Spelling, where the system itself knows it: elsewhere Chromium fetches dictionaries from its maker, and so tells them of us. */
import type { Session } from 'electron'

/** `on`: null where the system has none. Call it before there is a page. */
export function setSpellCheck(session: Session, on: boolean | null): void {
  if (on === null) {
    // Even a checker that is off fetches the dictionary of the system's language, if one is named.
    session.setSpellCheckerLanguages([])
    session.setSpellCheckerDictionaryDownloadURL('https://dictionaries.invalid/')
  }
  session.setSpellCheckerEnabled(on ?? false)
}
