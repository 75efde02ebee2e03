/** Words of tray, menus and notifications. ICU MessageFormat. */
export const en = {
  'tray.open': 'Open MegaChat',
  'tray.settings': 'Settings',
  'tray.lock': 'Lock',
  'tray.quit': 'Quit',
  'tray.tooltip':
    '{unread, plural, =0 {MegaChat} one {MegaChat: # unread message} other {MegaChat: # unread messages}}',
  'tray.ringing': '{name} is calling',
  'tray.inCall': 'In a call with {name}',
  'call.accept': 'Accept',
  'call.decline': 'Decline',
  'call.end': 'End call',
  'notification.voiceCall': 'Incoming voice call',
  'notification.videoCall': 'Incoming video call',
  'notification.someone': 'Someone',
  'notification.newMessage': 'New message',
  'notification.newRequest': 'wants to write to you',
  'notification.file': 'File: {name}',
  'dialog.chooseFolder': 'Choose a folder',
  'link.question': 'Open this link in your browser?',
  'link.open': 'Open link',
  'link.cancel': 'Cancel',
} as const
