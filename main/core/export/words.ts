/** What an exported chat says beside its messages. */

const en = {
  title: 'Chat with {name}',
  exported: 'Exported on {time}. This copy is not encrypted.',
  you: 'You',
  answer: 'Answer to {name}: {text}',
  forwarded: 'Forwarded',
  edited: 'changed',
  deleted: 'This message was deleted.',
  contact: 'Contact: {text}',
  call: 'Call',
  missed: 'Missed call',
  timer: 'Disappearing messages were changed.',
  notice: 'Notice of MegaChat',
  missing: 'not on this computer: {text}',
  previous: 'Earlier messages',
  next: 'Later messages',
  page: 'Page {page} of {pages}',
  empty: 'No messages.',
} as const

type Words = Record<keyof typeof en, string>

const de: Words = {
  title: 'Chat mit {name}',
  exported: 'Exportiert am {time}. Diese Kopie ist nicht verschlüsselt.',
  you: 'Du',
  answer: 'Antwort auf {name}: {text}',
  forwarded: 'Weitergeleitet',
  edited: 'geändert',
  deleted: 'Diese Nachricht wurde gelöscht.',
  contact: 'Kontakt: {text}',
  call: 'Anruf',
  missed: 'Verpasster Anruf',
  timer: 'Verschwindende Nachrichten wurden geändert.',
  notice: 'Hinweis von MegaChat',
  missing: 'nicht auf diesem Computer: {text}',
  previous: 'Frühere Nachrichten',
  next: 'Spätere Nachrichten',
  page: 'Seite {page} von {pages}',
  empty: 'Keine Nachrichten.',
}

export type Language = 'en' | 'de'
export type Say = (word: keyof typeof en, values?: Readonly<Record<string, string | number>>) => string

export function sayIn(language: Language): Say {
  const words: Words = language === 'de' ? de : en
  return (word, values = {}) => words[word].replace(/\{(\w+)\}/gu, (_, name: string) => String(values[name] ?? ''))
}
