import type { conversations as english } from '../en/conversations.ts'
import type { Translation } from '../types.ts'

export const conversations: Translation<typeof english> = {
  'conversations.title': 'Chats',
  'conversations.new': 'Neuer Chat',
  'conversations.request': 'Anfrage',
  'conversations.unread': '{count, plural, one {# ungelesene Nachricht} other {# ungelesene Nachrichten}}',
  'conversations.typing': 'schreibt …',
  'conversations.draft': 'Entwurf: {text}',
  'conversations.own': 'Du: {text}',
  'conversations.call': 'Anruf',
  'conversations.picture': 'Bild',
  'conversations.video': 'Video',
  'conversations.audio': 'Audio',
  'conversations.voice': 'Sprachnachricht',
  'conversations.deleted': 'Nachricht gelöscht',
  'conversations.timer': 'Verschwindende Nachrichten geändert',
  'conversations.notice': 'Hinweis',
  'conversations.nothing': 'Noch keine Nachrichten',
  'conversations.pending': 'Sag hallo',
  'conversations.empty': 'Noch keine Chats',
  'conversations.empty-words':
    'Beginne einen mit einem Benutzernamen oder einem Einladungslink, oder schick jemandem deinen eigenen Link.',
  'conversations.empty-start': 'Chat beginnen',
  'conversations.invite': 'Meinen Einladungslink kopieren',
  'conversations.invite-copied': 'Einladungslink kopiert. Schick ihn der Person, mit der du sprechen möchtest.',
  'conversations.who': 'Benutzername oder Einladungslink',
  'conversations.who-hint':
    'Ein Name auf deinem Relay, etwa anna; eine ganze Adresse, etwa anna@relay.example.org; oder ein Link, der mit megachat:// beginnt',
  'conversations.start': 'Chat starten',
  'conversations.not-found':
    'Unter diesem Namen wurde niemand gefunden. Prüfe die Schreibweise oder bitte um einen Einladungslink.',
  'conversations.invalid': 'Das ist weder ein Benutzername noch ein Einladungslink.',
}
