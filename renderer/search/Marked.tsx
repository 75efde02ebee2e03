/** A text in which the words that were searched for stand out. */
import type { ReactNode } from 'react'
import type { SearchHit } from '../../shared/contract/search.ts'
import styles from './search.module.css'

export function Marked({ text, marks }: { readonly text: string; readonly marks: SearchHit['marks'] }) {
  const parts: ReactNode[] = []
  let end = 0
  for (const { start, length } of marks) {
    if (start > end) parts.push(text.slice(end, start))
    parts.push(
      <mark key={start} className={styles.mark}>
        {text.slice(start, start + length)}
      </mark>,
    )
    end = start + length
  }
  parts.push(text.slice(end))
  return <>{parts}</>
}
