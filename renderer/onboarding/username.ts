/** The username that a name suggests. */

/** Letters that a username can't hold, as people write them without. */
const spelled: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', æ: 'ae', ø: 'o', ł: 'l' }

/** `Jörg O'Brien` becomes `joerg.obrien`; empty where nothing usable is left. */
export function suggestUsername(name: string): string {
  return name
    .toLowerCase()
    .replace(/[äöüßæøł]/g, (letter) => spelled[letter] ?? '')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .replace(/[^a-z0-9]+/g, '.')
    .replace(/^[.0-9]+|\.+$/g, '')
    .slice(0, 32)
}
