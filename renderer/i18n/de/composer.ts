import type { composer as english } from '../en/composer.ts'
import type { Translation } from '../types.ts'

export const composer: Translation<typeof english> = {
  'composer.message': 'Nachricht',
  'composer.placeholder': 'Nachricht an {name}',
  'composer.send': 'Senden',
  'composer.attach': 'Datei anhängen',
  'composer.attach-folder': 'Ordner anhängen',
  'composer.too-long': 'Dieser Text ist um {excess} zu lang für eine Nachricht. Kürze ihn oder sende ihn als Datei.',
  'composer.not-sent': 'Nicht gesendet: {reason}',
  'composer.drop': 'Ablegen, um an {name} zu senden',
  'composer.paste-title':
    '{count, plural, one {Diese Datei an {name} senden?} other {Diese # Dateien an {name} senden?}}',
  'composer.attachments': 'Dateien in Vorbereitung',
  'composer.preparing': '{name} wird vorbereitet',
  'composer.retry-file': '{name} noch einmal versuchen',
  'composer.remove-file': '{name} entfernen',
  'composer.format': 'Text formatieren',
  'composer.format.bold': 'Fett',
  'composer.format.italic': 'Kursiv',
  'composer.format.strikethrough': 'Durchgestrichen',
  'composer.format.monospace': 'Feste Zeichenbreite',
  'composer.format.spoiler': 'Spoiler',
  'composer.format.quote': 'Zitat',
  'composer.format.code-block': 'Codeblock',
  'composer.replying': 'Antwort',
  'composer.replying-to': '{own, select, true {Antwort an dich selbst} other {Antwort an {name}}}',
  'composer.end-reply': 'Nicht auf diese Nachricht antworten',
  'composer.editing': 'Nachricht ändern',
  'composer.end-edit': 'Nachricht lassen, wie sie war',
  'composer.save': 'Änderung speichern',
}
