/** Numbered words in columns, read from top to bottom. */
import { useT } from '../i18n/index.ts'
import styles from './RecoveryPhrase.module.css'

export function RecoveryPhrase({ words }: { readonly words: readonly string[] }) {
  const t = useT()
  return (
    <ol className={styles.words} aria-label={t('recovery.list')}>
      {words.map((word, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a phrase may hold a word twice, and its order never changes.
        <li key={index} className={styles.word}>
          <span className={styles.number} aria-hidden>
            {index + 1}
          </span>
          {word}
        </li>
      ))}
    </ol>
  )
}
