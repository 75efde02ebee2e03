import type { tour as english } from '../en/tour.ts'
import type { Translation } from '../types.ts'

export const tour: Translation<typeof english> = {
  'tour.title': 'Ein kurzer Rundgang',
  'tour.offer': 'Kurzer Rundgang',
  'tour.place': '{place} von {count}',
  'tour.back': 'Zurück',
  'tour.next': 'Weiter',
  'tour.done': 'Fertig',
  'tour.people': 'Jemandem schreiben',
  'tour.people.words':
    'Schicke deinen Einladungslink über das, was ihr heute benutzt. Wer ihn öffnet, erreicht dich und niemanden sonst. Auf demselben Relay genügt ein Benutzername.',
  'tour.files': 'Alles verschicken',
  'tour.files.words':
    'Ziehe Dateien oder ganze Ordner in einen Chat, so groß sie sind. Sie gehen direkt zum anderen Computer und nach jeder Unterbrechung weiter.',
  'tour.calls': 'Anrufen und den Bildschirm zeigen',
  'tour.calls.words': 'Mit Ton und Bild, nur zwischen euch beiden. Es klingelt auch, wenn das Fenster zu ist.',
  'tour.trust': 'Sicher sein, wer es ist',
  'tour.trust.words':
    'Vergleicht einmal die Sicherheitsnummer in den Details des Chats, vorgelesen oder mit der Kamera. Von da an merkt MegaChat, wenn sich etwas ändert.',
  'tour.safe': 'Gut aufheben',
  'tour.safe.words':
    'Deine 24 Wörter öffnen dein Profil, wenn sonst nichts mehr hilft. Regelmäßige Sicherungen stehen in den Einstellungen; mit einer ziehst du auch auf einen anderen Computer um.',
}
