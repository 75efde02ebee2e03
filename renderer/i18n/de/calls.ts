import type { calls as english } from '../en/calls.ts'
import type { Translation } from '../types.ts'

export const calls: Translation<typeof english> = {
  'calls.incoming.voice': 'Eingehender Anruf',
  'calls.incoming.video': 'Eingehender Videoanruf',
  'calls.incoming.from': '{name} ruft an',
  'calls.accept': 'Annehmen',
  'calls.accept-voice': 'Ohne Kamera annehmen',
  'calls.decline': 'Ablehnen',

  'calls.with': 'Anruf mit {name}',
  'calls.calling': 'Wird angerufen …',
  'calls.ringing': 'Es klingelt …',
  'calls.connecting': 'Verbindung wird aufgebaut …',
  'calls.reconnecting': 'Verbindung wird wiederhergestellt …',
  'calls.connected': 'Verbunden',
  'calls.duration': 'Dauer des Anrufs',

  'calls.mute': 'Mikrofon ausschalten',
  'calls.unmute': 'Mikrofon einschalten',
  'calls.camera-on': 'Kamera einschalten',
  'calls.camera-off': 'Kamera ausschalten',
  'calls.end': 'Auflegen',
  'calls.shrink': 'Anruf verkleinern',
  'calls.enlarge': 'Anruf vergrößern',
  'calls.sound-on': 'Ton einschalten',

  'calls.video-of': 'Video von {name}',
  'calls.own-video': 'Dein Video',
  'calls.muted': '{name} ist stumm',
  'calls.camera-is-off': 'Die Kamera von {name} ist aus',

  'calls.microphone.refused':
    'MegaChat darf das Mikrofon nicht benutzen, man hört dich nicht. Erlaube es und drücke „Mikrofon einschalten“.',
  'calls.microphone.absent': 'Kein Mikrofon gefunden, man hört dich nicht.',
  'calls.microphone.occupied': 'Ein anderes Programm benutzt das Mikrofon, man hört dich nicht.',
  'calls.camera.refused': 'MegaChat darf die Kamera nicht benutzen. Erlaube es und drücke „Kamera einschalten“.',
  'calls.camera.absent': 'Keine Kamera gefunden.',
  'calls.camera.occupied': 'Ein anderes Programm benutzt die Kamera.',

  'calls.ended.hung-up': 'Anruf beendet',
  'calls.ended.declined': 'Abgelehnt',
  'calls.ended.busy': 'Besetzt',
  'calls.ended.no-answer': 'Keine Antwort',
  'calls.ended.cancelled': 'Anruf abgebrochen',
  'calls.ended.unavailable': 'Gerade nicht erreichbar',
  'calls.ended.answered-elsewhere': 'Auf einem anderen Gerät angenommen',
  'calls.ended.not-connected': 'Es kam keine Verbindung zustande',
  'calls.ended.lost': 'Die Verbindung ist abgebrochen',
  'calls.again': 'Erneut anrufen',
  'calls.close': 'Schließen',

  'calls.elsewhere': 'Dieser Anruf läuft in einem anderen Fenster.',
}
