import type { shortcuts as english } from '../en/shortcuts.ts'
import type { Translation } from '../types.ts'

export const shortcuts: Translation<typeof english> = {
  'shortcuts.title': 'Tastenkürzel',
  'shortcuts.everywhere': 'Überall',
  'shortcuts.writing': 'Beim Schreiben',
  'shortcuts.call': 'Im Gespräch',
  'shortcuts.microphone': 'Mikrofon ein und aus',
  'shortcuts.camera': 'Kamera ein und aus',
  'shortcuts.talk': 'Sprechen, mit „Zum Sprechen drücken“',
  'shortcuts.talk-keys': 'Leertaste halten',
  'shortcuts.lists': 'In Chats und Nachrichten',
  'shortcuts.send': 'Senden',
  'shortcuts.line': 'Neue Zeile',
  'shortcuts.edit-last': 'Deine letzte Nachricht ändern (im leeren Feld)',
  'shortcuts.leave': 'Antwort oder Änderung verlassen',
  'shortcuts.move': 'Weiter und zurück',
  'shortcuts.ends': 'Zum Anfang und Ende',
  'shortcuts.ends-keys': 'Pos1, Ende',
  'shortcuts.menu': 'Menü öffnen',
  'shortcuts.copy': 'Nachricht kopieren',
  'shortcuts.select-all': 'Alle auswählen, während mehrere ausgewählt werden',
  'shortcuts.select-range': 'Bis hierher auswählen',
  'shortcuts.select-range-keys': '{shift}Klick',
}
