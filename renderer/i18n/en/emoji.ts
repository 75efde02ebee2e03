/** Words of the emoji picker. */
export const emoji = {
  'emoji.title': 'Emoji',
  'emoji.open': 'Insert emoji',
  'emoji.search': 'Search emoji',
  'emoji.none': 'No emoji has this name.',
  'emoji.groups': 'Groups of emoji',
  'emoji.suggestions': 'Emoji with this name',
  'emoji.tone': 'Skin tone',
  'emoji.tone-of':
    '{tone, select, 0 {No skin tone} 1 {Light} 2 {Medium-light} 3 {Medium} 4 {Medium-dark} other {Dark}}',
  'emoji.group.recent': 'Used last',
  'emoji.group.found': 'Found',
  'emoji.group.smileys': 'Smileys and feelings',
  'emoji.group.people': 'People',
  'emoji.group.animals': 'Animals and nature',
  'emoji.group.food': 'Food and drink',
  'emoji.group.travel': 'Travel and places',
  'emoji.group.activities': 'Activities',
  'emoji.group.objects': 'Objects',
  'emoji.group.symbols': 'Symbols',
  'emoji.group.flags': 'Flags',
} as const
