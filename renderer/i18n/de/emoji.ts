import type { emoji as english } from '../en/emoji.ts'
import type { Translation } from '../types.ts'

export const emoji: Translation<typeof english> = {
  'emoji.title': 'Emoji',
  'emoji.open': 'Emoji einfügen',
  'emoji.search': 'Emoji suchen',
  'emoji.none': 'Kein Emoji heißt so.',
  'emoji.groups': 'Gruppen von Emoji',
  'emoji.suggestions': 'Emoji mit diesem Namen',
  'emoji.tone': 'Hautton',
  'emoji.tone-of':
    '{tone, select, 0 {Ohne Hautton} 1 {Hell} 2 {Mittelhell} 3 {Mittel} 4 {Mitteldunkel} other {Dunkel}}',
  'emoji.group.recent': 'Zuletzt verwendet',
  'emoji.group.found': 'Gefunden',
  'emoji.group.smileys': 'Smileys und Gefühle',
  'emoji.group.people': 'Menschen',
  'emoji.group.animals': 'Tiere und Natur',
  'emoji.group.food': 'Essen und Trinken',
  'emoji.group.travel': 'Reisen und Orte',
  'emoji.group.activities': 'Aktivitäten',
  'emoji.group.objects': 'Gegenstände',
  'emoji.group.symbols': 'Symbole',
  'emoji.group.flags': 'Flaggen',
}
