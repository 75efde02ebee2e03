/** Words of the search. */
export const search = {
  'search.all': 'Search chats and messages',
  'search.placeholder': 'Search',
  'search.clear': 'Clear search',
  'search.results': 'Search results',
  'search.contacts': 'Contacts',
  'search.messages': 'Messages',
  'search.count': '{count, plural, =1000 {{most, number}+} other {{count, number}}}',
  'search.own': 'You:',
  'search.hit': '{name}, {own, select, true {you wrote} other {wrote}}: {text}, {time}',
  'search.none': 'Nothing found',
  'search.none-words': 'Nothing matches “{query}”. Check the spelling, or search for fewer words.',
  'search.preparing': 'Older messages are being prepared for search: {share}',
  'search.announce':
    '{messages, plural, =0 {No messages} one {# message} =1000 {{most, number} or more messages} other {# messages}}, {people, plural, =0 {no people} one {# person} other {# people}} found',
  'search.in-chat': 'Search in the chat with {name}',
  'search.in-this-chat': 'Search in this chat',
  'search.find-state': '{at, number} of {count, plural, =1000 {{most, number}+} other {{count, number}}}',
  'search.find-none': 'Nothing found',
  'search.older': 'Older match',
  'search.newer': 'Newer match',
  'search.close': 'Close search',
} as const
