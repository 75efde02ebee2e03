/** The catalogue of the user's language, loaded when it is first needed. */
import { useEffect, useState } from 'react'
import type { Locale } from '../i18n/index.ts'
import { useLocale } from '../i18n/index.ts'
import { type Catalogue, catalogueOf } from './model/catalogue.ts'
import { supportedEmoji } from './supported.ts'

async function load(locale: Locale): Promise<Catalogue> {
  const [en, de, codes] = await Promise.all([
    import('emojibase-data/en/compact.json'),
    import('emojibase-data/de/compact.json'),
    import('emojibase-data/en/shortcodes/github.json'),
  ])
  const [own, other] = locale === 'de' ? [de, en] : [en, de]
  return catalogueOf(own.default, [other.default], codes.default, supportedEmoji())
}

const loaded = new Map<Locale, Promise<Catalogue>>()

/** `wanted`: nothing is loaded before it is true. Null until it is there. */
export function useCatalogue(wanted = true): Catalogue | null {
  const locale = useLocale()
  const [known, setKnown] = useState<{ readonly locale: Locale; readonly catalogue: Catalogue } | null>(null)
  useEffect(() => {
    if (!wanted) return
    let left = false
    const loading = loaded.get(locale) ?? load(locale)
    loaded.set(locale, loading)
    void loading.then((catalogue) => {
      if (!left) setKnown({ locale, catalogue })
    })
    return () => {
      left = true
    }
  }, [locale, wanted])
  return known?.locale === locale ? known.catalogue : null
}
