/** Words of the list of keyboard shortcuts. */
export const shortcuts = {
  'shortcuts.title': 'Keyboard shortcuts',
  'shortcuts.everywhere': 'Everywhere',
  'shortcuts.writing': 'While you write',
  'shortcuts.lists': 'In chats and messages',
  'shortcuts.send': 'Send',
  'shortcuts.line': 'New line',
  'shortcuts.edit-last': 'Change your last message (in the empty field)',
  'shortcuts.leave': 'Leave an answer or a change',
  'shortcuts.move': 'Next and previous',
  'shortcuts.ends': 'First and last',
  'shortcuts.ends-keys': 'Home, End',
  'shortcuts.menu': 'Open the menu',
  'shortcuts.copy': 'Copy the message',
  'shortcuts.select-all': 'Select all, while several are selected',
  'shortcuts.select-range': 'Select up to here',
  'shortcuts.select-range-keys': '{shift}click',
} as const
