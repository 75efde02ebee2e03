import type { timeline as english } from '../en/timeline.ts'
import type { Translation } from '../types.ts'

export const timeline: Translation<typeof english> = {
  'timeline.chat-with': 'Chat mit {name}',
  'timeline.messages': 'Nachrichten',
  'timeline.back': 'Zurück zu den Chats',
  'timeline.details': 'Details',
  'timeline.details-close': 'Details schließen',
  'timeline.verified': 'Verifiziert',
  'timeline.verified-words': 'Verifiziert: Das ist {name}, und niemand steht zwischen euch.',
  'timeline.unverified-words':
    'Noch nicht verifiziert. Vergleiche die Sicherheitsnummer mit {name}, damit sicher ist, dass niemand zwischen euch steht.',
  'timeline.safety-number': 'Sicherheitsnummer',
  'timeline.safety-number-words':
    'Wenn {name} dieselben Ziffern sieht, bleiben eure Nachrichten und Anrufe unter euch.',
  'timeline.copy-safety-number': 'Sicherheitsnummer kopieren',
  'timeline.copy-address': 'Adresse kopieren',
  'timeline.delete-chat': 'Chat löschen',
  'timeline.delete-title': 'Chat mit {name} löschen?',
  'timeline.delete-words':
    'Alle Nachrichten dieses Chats werden von diesem Computer entfernt. {name} behält die eigenen.',
  'timeline.encrypted':
    'Nachrichten, Anrufe und Dateien sind Ende-zu-Ende-verschlüsselt. Nur du und {name} könnt sie lesen, hören oder öffnen.',
  'timeline.deleted': 'Diese Nachricht wurde gelöscht.',
  'timeline.contact': 'Kontakt: {name}',
  'timeline.timer.own':
    '{seconds, plural, =0 {Du hast verschwindende Nachrichten ausgeschaltet.} other {Du lässt Nachrichten {time} nach dem Lesen verschwinden.}}',
  'timeline.timer.other':
    '{seconds, plural, =0 {{name} hat verschwindende Nachrichten ausgeschaltet.} other {{name} lässt Nachrichten {time} nach dem Lesen verschwinden.}}',
  'timeline.unread': 'Neue Nachrichten',
  'timeline.new-messages': '{count, plural, one {# neue Nachricht} other {# neue Nachrichten}}, zur neuesten',
  'timeline.to-end': 'Zur neuesten Nachricht',
  'timeline.loading-older': 'Ältere Nachrichten werden geladen …',
  'timeline.loading-newer': 'Neuere Nachrichten werden geladen …',
  'timeline.name.own': 'Du: {content}, {time}, {state}',
  'timeline.name.own-gone': 'Du: {content}, {time}',
  'timeline.name.other': '{name}: {content}, {time}',
  'timeline.announce.many': '{count, plural, one {# neue Nachricht} other {# neue Nachrichten}} von {name}',
  'timeline.announce.file': '{name} schickt eine Datei: {file}',
  'timeline.state.waiting': 'Wartet auf das Relay',
  'timeline.state.sent': 'Gesendet',
  'timeline.state.delivered': 'Zugestellt',
  'timeline.state.read': 'Gelesen',
  'timeline.state.failed': 'Fehlgeschlagen',
  'timeline.waiting.unreachable':
    'Das Relay der anderen Seite ist gerade nicht erreichbar. Die Nachricht bleibt hier und geht ab, sobald es antwortet.',
  'timeline.failed': 'Diese Nachricht wurde nicht gesendet.',
  'timeline.link.title': 'Diesen Link öffnen?',
  'timeline.link.words': 'Er wird im Browser geöffnet. Wer die Seite betreibt, sieht deine Netzwerkadresse.',
  'timeline.link.open': 'Link öffnen',
  'timeline.request.title': 'Nachrichtenanfrage',
  'timeline.request.words':
    '{name} gehört nicht zu deinen Kontakten und erfährt erst, dass du das gesehen hast, wenn du annimmst.',
  'timeline.request.accept': 'Anfrage annehmen',
  'timeline.request.delete': 'Löschen',
  'timeline.request.block': 'Blockieren',
  'timeline.notice.identity-changed':
    'Die Sicherheitsnummer mit {name} hat sich geändert. Vielleicht ein neuer Computer oder ein neues Profil; vergleiche sie, um sicher zu sein.',
  'timeline.notice.account-replaced':
    'Unter der Adresse von {name} gibt es ein neues Konto. Dieser Chat gehört zum früheren und erreicht niemanden mehr.',
  'timeline.notice.relay-changed': '{name} ist zu einem anderen Relay umgezogen. Der Chat geht weiter wie bisher.',
  'timeline.notice.undecryptable':
    'Eine Nachricht von {name} konnte nicht entschlüsselt werden. Sie wurde erneut angefordert; erscheint sie hier nicht in ein paar Minuten, bitte {name}, sie zu wiederholen.',
  'timeline.notice.needs-newer-version':
    'Eine Nachricht von {name} braucht eine neuere Version von MegaChat. Sie bleibt bis zur Aktualisierung aufgehoben.',
  'timeline.notice.compare': 'Vergleichen',
  'timeline.call.voice': 'Sprachanruf starten',
  'timeline.call.video': 'Videoanruf starten',
  'timeline.call.voice.outgoing': 'Ausgehender Sprachanruf',
  'timeline.call.voice.incoming': 'Eingehender Sprachanruf',
  'timeline.call.voice.missed': 'Verpasster Sprachanruf',
  'timeline.call.video.outgoing': 'Ausgehender Videoanruf',
  'timeline.call.video.incoming': 'Eingehender Videoanruf',
  'timeline.call.video.missed': 'Verpasster Videoanruf',
  'timeline.call.no-answer': 'Anruf nicht angenommen',
  'timeline.call.declined': 'Anruf abgelehnt',
  'timeline.call.failed': 'Anruf fehlgeschlagen',
  'timeline.call.back': 'Zurückrufen',
  'timeline.call.again': 'Erneut anrufen',
}
