import type { trust as english } from '../en/trust.ts'
import type { Translation } from '../types.ts'

export const trust: Translation<typeof english> = {
  'trust.title': 'Sicherheitsnummer mit {name}',
  'trust.qr': 'Deine Sicherheitsnummer mit {name} als QR-Code',
  'trust.how':
    'Vergleiche sie mit der, die {name} sieht, in einem Anruf oder nebeneinander: Lies sie vor, füge die andere ein oder scanne den anderen Code.',
  'trust.theirs': 'Die Nummer, die {name} sieht',
  'trust.digits-left': '{count} von {all} Ziffern',
  'trust.nonsense': 'Das ist keine Sicherheitsnummer. Sie hat 60 Ziffern.',
  'trust.scan': 'Code scannen',
  'trust.scan-stop': 'Nicht mehr scannen',
  'trust.camera': 'Bild der Kamera',
  'trust.no-camera':
    'Die Kamera lässt sich nicht benutzen. Prüfe, ob eine angeschlossen und erlaubt ist, oder vergleiche stattdessen die Ziffern.',
  'trust.same': 'Die Nummern sind gleich. Niemand steht zwischen dir und {name}.',
  'trust.different':
    'Die Nummern unterscheiden sich. Vielleicht steht jemand zwischen euch, oder {name} hat mit jemand anderem verglichen. Schick nichts Vertrauliches, bis sie übereinstimmen.',
  'trust.none-yet':
    'Es gibt noch keine Sicherheitsnummer. Sie entsteht mit der ersten Nachricht zwischen dir und {name}.',
  'trust.verified-words': 'Du hast verifiziert, dass das {name} ist.',
  'trust.unverified-words': 'Du hast {name} noch nicht verifiziert.',
  'trust.compare': 'Sicherheitsnummer vergleichen',
  'trust.verify': 'Als verifiziert markieren',
  'trust.clear': 'Verifizierung aufheben',
  'trust.send-anyway': 'Trotzdem senden',
  'trust.verified-done': '{name} ist verifiziert.',
  'trust.cleared-done': '{name} ist nicht mehr verifiziert.',
  'trust.confirmed-done': 'Deine Nachrichten gehen an {name} ab.',
  'trust.changed': 'Geänderte Sicherheitsnummer',
  'trust.changed-words':
    'Du hattest {name} verifiziert, und seitdem hat sich die Sicherheitsnummer geändert. Das geschieht bei einem neuen Computer oder Profil, und wenn sich jemand als {name} ausgibt. Frag auf einem anderen Weg nach, bevor du weitermachst.',
  'trust.changed-bar':
    'Die Sicherheitsnummer mit {name} hat sich geändert. Deine Nachrichten warten, bis du sie angesehen hast.',
  'trust.changed-look': 'Ansehen',
  'trust.blocked': 'Blockiert',
  'trust.blocked-words': 'Du hast {name} blockiert. Ihr bekommt nichts mehr voneinander.',
  'trust.block-name': '{name} blockieren',
  'trust.unblock-name': 'Blockierung von {name} aufheben',
  'trust.block': 'Blockieren',
  'trust.unblock': 'Blockierung aufheben',
  'trust.block-action': 'Blockieren',
  'trust.block-title': '{name} blockieren?',
  'trust.block-words':
    '{name} kann dir nicht mehr schreiben, dich nicht anrufen und keine Dateien schicken, und erfährt davon nichts. Anrufe und Übertragungen zwischen euch enden jetzt. Der Chat bleibt.',
  'trust.block-stranger-words':
    'Die Anfrage von {name} wird entfernt, und nichts, was von dort noch kommt, erscheint. {name} erfährt davon nichts.',
  'trust.block-links':
    '{count, plural, one {Meinen Einladungslink widerrufen} other {Meine # Einladungslinks widerrufen}}',
  'trust.block-links-words':
    'Vielleicht kam {name} über einen davon. Deine Kontakte bleiben; wer noch einen Link hat, braucht einen neuen.',
  'trust.blocked-done': '{name} ist blockiert.',
  'trust.unblocked-done': '{name} ist nicht mehr blockiert.',
  'trust.blocked-people': 'Blockierte Personen',
  'trust.blocked-nobody': 'Du hast niemanden blockiert.',
}
