/** What stands below each other in the picker. Has no knowledge of components. */
import { type Catalogue, type Emoji, type Group, groups } from './catalogue.ts'

export const columns = 8

export type Section = 'recent' | 'found' | Group

export type Row =
  | { readonly kind: 'heading'; readonly key: string; readonly section: Section }
  | { readonly kind: 'emoji'; readonly key: string; readonly section: Section; readonly emoji: readonly Emoji[] }

function section(name: Section, emoji: readonly Emoji[]): Row[] {
  if (emoji.length === 0) return []
  const rows: Row[] = [{ kind: 'heading', key: name, section: name }]
  for (let at = 0; at < emoji.length; at += columns) {
    rows.push({ kind: 'emoji', key: `${name} ${at}`, section: name, emoji: emoji.slice(at, at + columns) })
  }
  return rows
}

export function rowsOf({ all, byEmoji }: Catalogue, recent: readonly string[]): Row[] {
  const used = recent.flatMap((emoji) => byEmoji.get(emoji) ?? [])
  return [
    ...section('recent', used),
    ...groups.flatMap((group) =>
      section(
        group,
        all.filter((one) => one.group === group),
      ),
    ),
  ]
}

export const rowsFound = (found: readonly Emoji[]): Row[] => section('found', found).slice(1)

/** A place among the rows. */
export interface Place {
  readonly row: number
  readonly column: number
}

export function emojiAt(rows: readonly Row[], { row, column }: Place): Emoji | null {
  const found = rows[row]
  return found?.kind === 'emoji' ? (found.emoji[column] ?? null) : null
}

const emojiRow = (rows: readonly Row[], from: number, step: 1 | -1): number | null => {
  for (let at = from; at >= 0 && at < rows.length; at += step) if (rows[at]?.kind === 'emoji') return at
  return null
}

/** The first place there is. */
export function firstPlace(rows: readonly Row[]): Place | null {
  const row = emojiRow(rows, 0, 1)
  return row === null ? null : { row, column: 0 }
}

/** Where an arrow key leads; the same place at the edges. */
export function afterKey(rows: readonly Row[], place: Place, key: string): Place {
  const width = (row: number) => {
    const found = rows[row]
    return found?.kind === 'emoji' ? found.emoji.length : 0
  }
  const vertical = (step: 1 | -1): Place => {
    const row = emojiRow(rows, place.row + step, step)
    return row === null ? place : { row, column: Math.min(place.column, width(row) - 1) }
  }
  switch (key) {
    case 'ArrowDown':
      return vertical(1)
    case 'ArrowUp':
      return vertical(-1)
    case 'ArrowRight': {
      if (place.column + 1 < width(place.row)) return { ...place, column: place.column + 1 }
      const row = emojiRow(rows, place.row + 1, 1)
      return row === null ? place : { row, column: 0 }
    }
    case 'ArrowLeft': {
      if (place.column > 0) return { ...place, column: place.column - 1 }
      const row = emojiRow(rows, place.row - 1, -1)
      return row === null ? place : { row, column: width(row) - 1 }
    }
    default:
      return place
  }
}
