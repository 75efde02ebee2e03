import type { search as en } from '../en/search.ts'
import type { Translation } from '../types.ts'

export const search: Translation<typeof en> = {
  'search.all': 'Chats und Nachrichten durchsuchen',
  'search.placeholder': 'Suchen',
  'search.clear': 'Suche leeren',
  'search.results': 'Suchergebnisse',
  'search.contacts': 'Kontakte',
  'search.messages': 'Nachrichten',
  'search.count': '{count, plural, =1000 {{most, number}+} other {{count, number}}}',
  'search.own': 'Du:',
  'search.hit': '{name}, {own, select, true {von dir} other {von dort}}: {text}, {time}',
  'search.none': 'Nichts gefunden',
  'search.none-words': 'Nichts passt zu „{query}“. Prüfe die Schreibweise, oder suche nach weniger Wörtern.',
  'search.preparing': 'Ältere Nachrichten werden für die Suche vorbereitet: {share}',
  'search.announce':
    '{messages, plural, =0 {Keine Nachricht} one {# Nachricht} =1000 {{most, number} Nachrichten oder mehr} other {# Nachrichten}}, {people, plural, =0 {keine Person} one {# Person} other {# Personen}} gefunden',
  'search.in-chat': 'Im Chat mit {name} suchen',
  'search.in-this-chat': 'In diesem Chat suchen',
  'search.find-state': '{at, number} von {count, plural, =1000 {{most, number}+} other {{count, number}}}',
  'search.find-none': 'Nichts gefunden',
  'search.older': 'Älterer Treffer',
  'search.newer': 'Neuerer Treffer',
  'search.close': 'Suche schließen',
}
