/** Words around the field one writes in. */
export const composer = {
  'composer.message': 'Message',
  'composer.placeholder': 'Message to {name}',
  'composer.send': 'Send',
  'composer.attach': 'Attach file',
  'composer.too-long': 'This text is {excess} too long for one message. Shorten it, or send it as a file.',
  'composer.not-sent': 'Not sent: {reason}',
  'composer.drop': 'Drop to send to {name}',
  'composer.no-folders': 'Folders can’t be sent yet. Pack the folder into an archive first.',
  'composer.paste-title': '{count, plural, one {Send this file to {name}?} other {Send these # files to {name}?}}',
  'composer.attachments': 'Files being prepared',
  'composer.preparing': 'Preparing {name}',
  'composer.retry-file': 'Try {name} again',
  'composer.remove-file': 'Remove {name}',
} as const
