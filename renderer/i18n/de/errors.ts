import type { errors as english } from '../en/errors.ts'
import type { Translation } from '../types.ts'

export const errors: Translation<typeof english> = {
  'error.invalid-input': 'So geht das nicht. Bitte prüfe deine Eingabe.',
  'error.not-found': 'Das gibt es nicht mehr.',
  'error.too-large': 'Das ist zu groß.',
  'error.profile-locked': 'Dein Profil ist gesperrt.',
  'error.profile-in-use': 'MegaChat läuft mit diesem Profil bereits. Schließe zuerst das andere Fenster.',
  'error.profile-newer-version':
    'Dieses Profil wurde mit einer neueren Version von MegaChat benutzt. Bitte aktualisiere; es wurde nichts verändert.',
  'error.profile-damaged': 'Das Profil auf diesem Computer ist beschädigt und lässt sich nicht öffnen.',
  'error.profile-exists': 'In diesem Profil gibt es schon ein Konto.',
  'error.wrong-passphrase': 'Diese Passphrase stimmt nicht.',
  'error.wrong-recovery-phrase': 'Diese Wiederherstellungsphrase stimmt nicht. Prüfe die Wörter und ihre Reihenfolge.',
  'error.keychain-unavailable': 'Der Schlüsselbund des Systems ist nicht erreichbar.',
  'error.passphrase-needed':
    'Wähle eine Passphrase: Dieses System hat keinen Schlüsselbund, der deinen Schlüssel aufbewahrt.',
  'error.not-a-backup': 'Diese Datei ist keine MegaChat-Sicherung.',
  'error.backup-damaged': 'Diese Sicherung ist beschädigt oder nicht vollständig. Versuche es mit einer älteren.',
  'error.backup-newer-version':
    'Diese Sicherung stammt von einer neueren Version von MegaChat. Aktualisiere MegaChat zuerst.',
  'error.backup-running': 'Es wird schon eine Sicherung gemacht. Versuche es danach noch einmal.',
  'error.relay-address-invalid': 'Das ist weder eine Relay-Adresse noch ein Einladungslink.',
  'error.not-a-relay': 'Unter dieser Adresse antwortet etwas, aber es ist kein MegaChat-Relay.',
  'error.relay-unreachable': 'Das Relay ist nicht erreichbar. Prüfe die Adresse und dein Netzwerk.',
  'error.proxy-unreachable':
    'Der Proxy ist nicht erreichbar oder lässt diese Verbindung nicht durch. Prüfe seine Adresse in den Netzwerkeinstellungen.',
  'error.relay-certificate-changed':
    'Das Zertifikat des Relays hat sich geändert. Das kann ein Angriff sein: Frag nach, wer das Relay betreibt, bevor du weitermachst.',
  'error.relay-certificate-untrusted':
    'Dem Zertifikat des Relays wird nicht vertraut. Benutze einen Einladungslink von jemandem auf diesem Relay: Er enthält das richtige.',
  'error.relay-version-unsupported':
    'Das Relay und diese Version von MegaChat verstehen sich nicht. Eines von beiden braucht ein Update.',
  'error.relay-refused': 'Das Relay hat die Anfrage abgelehnt.',
  'error.relay-busy': 'Das Relay ist ausgelastet. MegaChat versucht es von selbst noch einmal.',
  'error.relay-same': 'Dein Konto ist schon bei diesem Relay.',
  'error.relay-local':
    'Dieses Relay ist nur für Programme auf diesem Computer erreichbar. Deine Kontakte könnten dir nicht mehr schreiben.',
  'error.relay-port-taken': 'Ein anderes Programm benutzt bereits den Port, den das Relay braucht.',
  'error.registration-closed': 'Dieses Relay nimmt keine neuen Konten an.',
  'error.registration-token-needed':
    'Dieses Relay nimmt neue Konten nur mit Einladung an. Bitte jemanden dort um einen Einladungslink.',
  'error.username-taken': 'Dieser Benutzername ist vergeben.',
  'error.username-invalid':
    'Ein Benutzername beginnt mit einem Buchstaben und hat 2 bis 32 Zeichen: Buchstaben ohne Umlaute, Ziffern, Punkte, Binde- oder Unterstriche.',
  'error.device-replaced': 'Dieses Konto wird jetzt auf einem anderen Computer benutzt.',
  'error.unauthorized': 'Das Relay erkennt dieses Konto nicht an.',
  'error.rate-limited': 'Zu viele Versuche. Warte kurz und versuche es noch einmal.',
  'error.mailbox-full':
    'Das Postfach der anderen Seite ist voll. Die Nachricht bleibt hier und wird gesendet, sobald dort Platz ist.',
  'error.devices-mismatched': 'Die Geräte der anderen Seite haben sich geändert. MegaChat versucht es noch einmal.',
  'error.devices-stale': 'Die Geräte der anderen Seite haben sich geändert. MegaChat versucht es noch einmal.',
  'error.quota-exceeded': 'Auf dem Relay ist kein Platz mehr.',
  'error.invite-invalid': 'Dieser Einladungslink ist beschädigt oder unvollständig.',
  'error.invite-expired': 'Dieser Einladungslink ist abgelaufen oder wurde zurückgezogen. Bitte um einen neuen.',
  'error.invite-newer-version':
    'Dieser Einladungslink stammt von einer neueren Version von MegaChat. Bitte aktualisiere.',
  'error.invite-own': 'Das ist dein eigener Einladungslink. Schick ihn jemand anderem.',
  'error.contact-unknown': 'Unter diesem Namen gibt es auf dem Relay niemanden.',
  'error.identity-changed': 'Die Sicherheitsnummer hat sich geändert. Dies wartet, bis du die neue angesehen hast.',
  'error.contact-blocked': 'Du hast diese Person blockiert. Hebe das auf, um ihr zu schreiben oder sie anzurufen.',
  'error.file-unreadable': 'Die Datei lässt sich nicht lesen.',
  'error.file-changed': 'Die Datei wurde während des Sendens geändert. Sende sie noch einmal.',
  'error.file-vanished': 'Die Datei ist nicht mehr an ihrem Ort.',
  'error.key-taken': 'Diese Taste hat schon ein anderes Programm. Bitte wähle eine andere.',
  'error.disk-full': 'Auf dem Datenträger ist nicht genug Platz.',
  'error.folder-unwritable': 'In diesem Ordner lässt sich nichts speichern.',
  'error.folder-too-large': 'Dieser Ordner enthält mehr, als eine Übertragung fasst. Sende seine Teile einzeln.',
  'error.transfer-corrupt': 'Ein Teil der Datei kam beschädigt an.',
  'error.transfer-gone': 'Die andere Seite bietet diese Datei nicht mehr an.',
  'error.peer-unreachable': 'Die Verbindung zum anderen Computer ist abgebrochen. Es wird erneut versucht.',
  'error.not-in-notes':
    'Notizen an dich selbst können Texte, Bilder, Videos und Töne enthalten. Andere Dateien bleiben, wo sie sind.',
  'error.call-busy': 'Du bist schon in einem Anruf.',
  'error.call-ended': 'Der Anruf ist schon beendet.',
  'error.call-unavailable': 'Anrufen kannst du, sobald deine Anfrage angenommen wurde.',
  'error.bridge-closed': 'Die Verbindung zu MegaChat ist abgebrochen. Sie wird von selbst wiederhergestellt.',
  'error.page-not-admitted': 'Diese Adresse wurde schon benutzt. Bitte starte MegaChat neu.',
  'error.cancelled': 'Abgebrochen.',
  'error.internal': 'In MegaChat ist etwas schiefgegangen. Versuche es noch einmal.',
}
