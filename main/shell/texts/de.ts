import type { en } from './en.ts'

export const de: Record<keyof typeof en, string> = {
  'tray.open': 'MegaChat öffnen',
  'tray.settings': 'Einstellungen',
  'tray.lock': 'Sperren',
  'tray.quit': 'Beenden',
  'tray.tooltip':
    '{unread, plural, =0 {MegaChat} one {MegaChat: # ungelesene Nachricht} other {MegaChat: # ungelesene Nachrichten}}',
  'tray.ringing': '{name} ruft an',
  'tray.inCall': 'Im Gespräch mit {name}',
  'call.accept': 'Annehmen',
  'call.decline': 'Ablehnen',
  'call.end': 'Auflegen',
  'notification.voiceCall': 'Eingehender Sprachanruf',
  'notification.videoCall': 'Eingehender Videoanruf',
  'notification.someone': 'Jemand',
  'notification.newMessage': 'Neue Nachricht',
  'notification.newRequest': 'möchte dir schreiben',
  'notification.file': 'Datei: {name}',
  'dialog.chooseFolder': 'Ordner auswählen',
  'link.question': 'Diesen Link im Browser öffnen?',
  'link.open': 'Link öffnen',
  'link.cancel': 'Abbrechen',
}
