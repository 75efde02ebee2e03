/** All emoji: by group, by search, by keyboard. The keyboard stays in the search field; the arrow keys choose below it. */
import {
  Apple,
  Car,
  Clock3,
  Flag,
  Leaf,
  Lightbulb,
  PersonStanding,
  Search,
  Shapes,
  Smile,
  Volleyball,
} from 'lucide-react'
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import { type VirtualizerHandle, VList } from 'virtua'
import { useT } from '../i18n/index.ts'
import { classes, IconButton, Spinner, VisuallyHidden } from '../ui/index.ts'
import { useCatalogue } from './catalogue.ts'
import { EmojiRow } from './EmojiRow.tsx'
import { type Emoji, toned } from './model/catalogue.ts'
import { afterKey, emojiAt, firstPlace, type Place, type Row, rowsFound, rowsOf, type Section } from './model/rows.ts'
import { searchEmoji } from './model/search.ts'
import styles from './picker.module.css'
import { ToneMenu } from './ToneMenu.tsx'
import { useChoices } from './use-choices.ts'

export interface EmojiPickerProps {
  readonly onPick: (emoji: string) => void
}

const icons = {
  recent: Clock3,
  smileys: Smile,
  people: PersonStanding,
  animals: Leaf,
  food: Apple,
  travel: Car,
  activities: Volleyball,
  objects: Lightbulb,
  symbols: Shapes,
  flags: Flag,
} as const satisfies Record<Exclude<Section, 'found'>, unknown>

const arrows = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'])

export function EmojiPicker({ onPick }: EmojiPickerProps) {
  const t = useT()
  const id = useId()
  const catalogue = useCatalogue()
  const { tone, recent, setTone, used } = useChoices()
  const [query, setQuery] = useState('')
  // What is picked moves to the front: not while one looks at it.
  const [recentAtFirst] = useState(recent)
  const list = useRef<VirtualizerHandle>(null)
  const searching = query.trim() !== ''
  const rows = useMemo((): readonly Row[] => {
    if (catalogue === null) return []
    return searching ? rowsFound(searchEmoji(catalogue.all, query)) : rowsOf(catalogue, recentAtFirst)
  }, [catalogue, query, searching, recentAtFirst])
  const [chosen, setChosen] = useState<Place | null>(null)
  const place = chosen ?? (searching ? firstPlace(rows) : null)
  const active = place && emojiAt(rows, place)

  const pick = (emoji: Emoji, inTone: number) => {
    const picked = toned(emoji, inTone)
    used(emoji.emoji)
    onPick(picked)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') {
      event.preventDefault()
      if (active) pick(active, tone)
      return
    }
    // Within the text the keys to the sides belong to the caret.
    const sideways = event.key === 'ArrowLeft' || event.key === 'ArrowRight'
    if (!arrows.has(event.key) || (sideways && place === null)) return
    event.preventDefault()
    const next = place === null ? firstPlace(rows) : afterKey(rows, place, event.key)
    setChosen(next)
    if (next) list.current?.scrollToIndex(next.row, { align: 'nearest' })
  }
  const show = (section: Section) => {
    setQuery('')
    setChosen(null)
    const index = catalogue ? rowsOf(catalogue, recentAtFirst).findIndex((row) => row.section === section) : -1
    // The rows of a search give way first.
    if (index >= 0) requestAnimationFrame(() => list.current?.scrollToIndex(index, { align: 'start' }))
  }
  const optionId = (row: number, column: number) => `${id}-${row}-${column}`
  const sections = Object.keys(icons) as (keyof typeof icons)[]

  return (
    <div className={styles.picker}>
      <div className={styles.head}>
        <div className={styles.search}>
          <Search size={16} aria-hidden />
          <input
            // biome-ignore lint/a11y/noAutofocus: the picker was opened to choose one
            autoFocus
            role="combobox"
            aria-label={t('emoji.search')}
            aria-controls={`${id}-list`}
            aria-expanded
            aria-autocomplete="list"
            aria-activedescendant={place ? optionId(place.row, place.column) : undefined}
            placeholder={t('emoji.search')}
            autoComplete="off"
            spellCheck="false"
            value={query}
            onChange={(event) => {
              setQuery(event.target.value)
              setChosen(null)
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <ToneMenu tone={tone} onTone={setTone} />
      </div>
      <div role="listbox" id={`${id}-list`} aria-label={t('emoji.title')} className={styles.frame}>
        {catalogue === null ? (
          <div className={styles.empty} role="status" aria-label={t('ui.loading')}>
            <Spinner />
          </div>
        ) : rows.length === 0 ? (
          <p className={styles.empty}>{t('emoji.none')}</p>
        ) : (
          <VList ref={list} className={styles.rows} tabIndex={-1}>
            {rows.map((row, index) =>
              row.kind === 'heading' ? (
                <div key={row.key} className={styles.heading} role="presentation">
                  {t(`emoji.group.${row.section}`)}
                </div>
              ) : (
                <EmojiRow
                  key={row.key}
                  emoji={row.emoji}
                  tone={tone}
                  active={place?.row === index ? place.column : null}
                  idOf={(column) => optionId(index, column)}
                  onPoint={(column) => setChosen({ row: index, column })}
                  onPick={pick}
                />
              ),
            )}
          </VList>
        )}
      </div>
      <VisuallyHidden role="status">
        {searching && rows.length === 0 && catalogue ? t('emoji.none') : ''}
      </VisuallyHidden>
      <p className={styles.name} aria-hidden>
        {active ? `${active.name}${active.shortcodes[0] ? `  :${active.shortcodes[0]}:` : ''}` : ''}
      </p>
      <div className={styles.groups} role="toolbar" aria-label={t('emoji.groups')}>
        {sections.map((section) => {
          const Icon = icons[section]
          return (
            <IconButton
              key={section}
              label={t(`emoji.group.${section}`)}
              icon={<Icon size={18} aria-hidden />}
              size="small"
              tooltip="top"
              className={classes(styles.group)}
              isDisabled={section === 'recent' && recentAtFirst.length === 0}
              onPress={() => show(section)}
            />
          )
        })}
      </div>
    </div>
  )
}
