import type { security as english } from '../en/security.ts'
import type { Translation } from '../types.ts'

export const security: Translation<typeof english> = {
  'security.title': 'Sicherheit',
  'security.passphrase': 'Passphrase',
  'security.passphrase.none':
    'Der Schlüsselbund des Systems öffnet deine Nachrichten. Mit einer Passphrase fragt MegaChat stattdessen nach ihr.',
  'security.passphrase.set': 'MegaChat fragt beim Start und nach dem Sperren danach.',
  'security.passphrase.needed':
    'MegaChat fragt beim Start und nach dem Sperren danach. Ohne sie geht es nicht: Dieses System hat keinen Schlüsselbund.',
  'security.passphrase.choose': 'Passphrase festlegen …',
  'security.passphrase.change': 'Ändern …',
  'security.passphrase.remove': 'Entfernen …',
  'security.choose.title': 'Passphrase festlegen',
  'security.choose.words':
    'Dann öffnet nur noch die Passphrase deine Nachrichten, oder die Wiederherstellungsphrase, wenn du sie vergisst. Sonst kann niemand helfen.',
  'security.choose.hint': 'Vier zufällige Wörter sind eine gute Wahl.',
  'security.choose.action': 'Passphrase festlegen',
  'security.choose.done': 'Die Passphrase ist festgelegt.',
  'security.change.title': 'Passphrase ändern',
  'security.change.action': 'Passphrase ändern',
  'security.change.done': 'Die Passphrase wurde geändert.',
  'security.remove.title': 'Passphrase entfernen',
  'security.remove.words':
    'Wer dein Benutzerkonto auf diesem Computer benutzt, kann MegaChat dann öffnen: Der Schlüsselbund des Systems tut es, ohne zu fragen.',
  'security.remove.action': 'Passphrase entfernen',
  'security.remove.done': 'Die Passphrase wurde entfernt.',
  'security.current': 'Jetzige Passphrase',
  'security.new': 'Neue Passphrase',
  'security.repeat': 'Noch einmal',
  'security.repeat.differs': 'Die beiden sind nicht gleich.',
  'security.wait':
    'Zu viele falsche Passphrasen. Neuer Versuch in {seconds, plural, one {# Sekunde} other {# Sekunden}}.',
  'security.lock': 'Sperren',
  'security.lock.now': 'Jetzt sperren',
  'security.lock.words':
    'Solange gesperrt ist, kommt nichts an. Nachrichten warten beim Relay, und Anrufe klingeln nicht.',
  'security.lock.after': 'Sperren, wenn unbenutzt seit',
  'security.lock.never': 'Nie',
  'security.lock.minutes': '{minutes, plural, one {# Minute} other {# Minuten}}',
  'security.lock.hour': '1 Stunde',
  'security.lock.system': 'Zusammen mit dem System sperren',
  'security.lock.system.words': 'Wenn der Bildschirm gesperrt wird oder der Computer schlafen geht.',
  'security.finishing':
    'Was im Gange war, ein Anruf oder eine Übertragung, wird zu Ende gebracht. Dann werden deine Nachrichten geschlossen.',
  'security.recovery': 'Wiederherstellungsphrase',
  'security.recovery.words': 'Öffnet dein Profil, wenn Passphrase oder Schlüsselbund verloren sind.',
  'security.recovery.show': 'Wörter anzeigen',
  'security.recovery.ask': 'Gib deine Passphrase ein, um die Wörter zu sehen.',
  'security.recovery.warning':
    'Wer diese Wörter und deine Dateien hat, kann alles lesen. Achte darauf, dass niemand zusieht.',
  'security.check.title': 'Hast du sie aufgeschrieben?',
  'security.check.words': 'Gib diese drei Wörter von deinem Papier ein.',
  'security.check.word': 'Wort {number}',
  'security.check.wrong': 'Das ist nicht das Wort an dieser Stelle.',
  'security.check.confirm': 'Bestätigen',
  'security.check.back': 'Wörter noch einmal zeigen',
  'security.check.skip': 'Überspringen',
  'security.skip.title': 'Ohne die Wörter weiter?',
  'security.skip.words':
    'Geht der Schlüsselbund dieses Computers oder deine Passphrase verloren, kann ohne sie niemand mehr deine Nachrichten öffnen. Die Einstellungen zeigen sie, wann immer du willst.',
  'security.skip.action': 'Ohne weiter',
}
