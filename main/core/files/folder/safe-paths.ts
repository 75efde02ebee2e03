/** Turns the paths of somebody else's folder into ones that every system takes and that lie inside it. */
import { numberedName, safeName } from '../safe-name.ts'

/** Of one name in one folder; after so many something else is wrong. */
const mostCopies = 10_000

/**
 * A name that is taken in its folder, also where only case or what was made safe made it so, becomes `name (2).ext`: on
 * Windows and macOS two such files are one. Null where something lies in what is no folder, or comes before its folder.
 */
export function safePaths(offered: readonly string[], isFolder: (entry: number) => boolean): string[] | null {
  /** Offered folder to safe one. */
  const folders = new Map([['', '']])
  const taken = new Set<string>()
  const safe: string[] = []
  for (const [entry, path] of offered.entries()) {
    const cut = path.lastIndexOf('/')
    const parent = folders.get(path.slice(0, Math.max(0, cut)))
    if (parent === undefined || cut === 0) return null
    const name = safeName(path.slice(cut + 1), { hidden: true })
    const place = freePlace(parent === '' ? '' : `${parent}/`, name, taken)
    if (place === null) return null
    if (isFolder(entry)) {
      if (folders.has(path)) return null
      folders.set(path, place)
    }
    safe.push(place)
  }
  return safe
}

function freePlace(parent: string, name: string, taken: Set<string>): string | null {
  for (let copy = 1; copy <= mostCopies; copy++) {
    const place = parent + numberedName(name, copy)
    const folded = place.toLowerCase()
    if (taken.has(folded)) continue
    taken.add(folded)
    return place
  }
  return null
}
