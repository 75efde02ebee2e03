/** The field that searches everything, and its results in place of what stands below it. */
import { Search, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Autocomplete, Button, Input, SearchField } from 'react-aria-components'
import { longestQuery } from '../../shared/search/index.ts'
import { useT } from '../i18n/index.ts'
import { SearchResults } from './SearchResults.tsx'
import styles from './search.module.css'
import { useSearch } from './state.ts'

export interface SearchPaneProps {
  /** What is shown while nothing is searched for. */
  readonly children: ReactNode
  /** From the empty field downwards. */
  readonly onDown: () => void
}

export function SearchPane({ children, onDown }: SearchPaneProps) {
  const t = useT()
  const [query, setQuery] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const { wished, takeWish } = useSearch()
  useEffect(() => {
    if (!wished) return
    takeWish()
    input.current?.focus()
    input.current?.select()
  }, [wished, takeWish])
  const searching = query.trim() !== ''

  return (
    <>
      <Autocomplete inputValue={query} onInputChange={setQuery}>
        <SearchField className={styles.field ?? ''} aria-label={t('search.all')} maxLength={longestQuery}>
          <Search size={16} aria-hidden className={styles.icon} />
          <Input
            ref={input}
            className={styles.input ?? ''}
            placeholder={t('search.placeholder')}
            autoComplete="off"
            spellCheck="false"
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown' && !searching) onDown()
            }}
          />
          {query !== '' && (
            <Button className={styles.clear ?? ''} aria-label={t('search.clear')}>
              <X size={16} aria-hidden />
            </Button>
          )}
        </SearchField>
        {searching && <SearchResults query={query} />}
      </Autocomplete>
      {/* Not within: menus there would leave the keyboard to the field. */}
      {!searching && children}
    </>
  )
}
