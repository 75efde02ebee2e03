/** Words of the chat list. */
export const conversations = {
  'conversations.title': 'Chats',
  'conversations.new': 'New chat',
  'conversations.request': 'Request',
  'conversations.unread': '{count, plural, one {# unread message} other {# unread messages}}',
  'conversations.draft': 'Draft: {text}',
  'conversations.own': 'You: {text}',
  'conversations.call': 'Call',
  'conversations.notice': 'Notice',
  'conversations.nothing': 'No messages yet',
  'conversations.pending': 'Say hello',
  'conversations.empty': 'No chats yet',
  'conversations.empty-words': 'Start one with a username or someone’s invite link, or send someone your own link.',
  'conversations.empty-start': 'Start a chat',
  'conversations.invite': 'Copy my invite link',
  'conversations.invite-copied': 'Invite link copied. Send it to whoever you want to talk to.',
  'conversations.who': 'Username or invite link',
  'conversations.who-hint':
    'A name on your relay, such as anna; a full address, such as anna@relay.example.org; or a link that begins with megachat://',
  'conversations.start': 'Start chat',
  'conversations.not-found': 'Nobody with this name was found. Check the spelling, or ask for an invite link.',
  'conversations.invalid': 'This is neither a username nor an invite link.',
} as const
