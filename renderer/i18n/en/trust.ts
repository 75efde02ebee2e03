/** Words of safety numbers, changed identities and blocking. */
export const trust = {
  'trust.title': 'Safety number with {name}',
  'trust.qr': 'Your safety number with {name} as QR code',
  'trust.how':
    'Compare it with the one that {name} sees, over a call or side by side: read it out, paste theirs, or scan their code.',
  'trust.theirs': 'The number that {name} sees',
  'trust.digits-left': '{count} of {all} digits',
  'trust.nonsense': 'This isn’t a safety number. It has 60 digits.',
  'trust.scan': 'Scan their code',
  'trust.scan-stop': 'Stop scanning',
  'trust.camera': 'Picture of the camera',
  'trust.no-camera':
    'The camera can’t be used. Check that one is connected and allowed, or compare the digits instead.',
  'trust.same': 'The numbers are the same. Nobody stands between you and {name}.',
  'trust.different':
    'The numbers differ. Somebody may stand between you, or {name} compared with someone else. Don’t send anything confidential until they match.',
  'trust.none-yet': 'There is no safety number yet. It appears with the first message between you and {name}.',
  'trust.verified-words': 'You have verified that this is {name}.',
  'trust.unverified-words': 'You haven’t verified {name} yet.',
  'trust.compare': 'Compare safety number',
  'trust.verify': 'Mark as verified',
  'trust.clear': 'Clear verification',
  'trust.send-anyway': 'Send anyway',
  'trust.verified-done': '{name} is verified.',
  'trust.cleared-done': '{name} isn’t verified any more.',
  'trust.confirmed-done': 'Your messages are sent to {name}.',
  'trust.changed': 'Changed safety number',
  'trust.changed-words':
    'You had verified {name}, and the safety number has changed since. That happens with a new computer or a new profile, and when somebody pretends to be {name}. Ask over another channel before you go on.',
  'trust.changed-bar': 'The safety number with {name} has changed. Your messages wait until you have looked at it.',
  'trust.changed-look': 'Look at it',
  'trust.blocked': 'Blocked',
  'trust.blocked-words': 'You have blocked {name}. Neither of you gets anything from the other.',
  'trust.block-name': 'Block {name}',
  'trust.unblock-name': 'Unblock {name}',
  'trust.block': 'Block',
  'trust.unblock': 'Unblock',
  'trust.block-action': 'Block',
  'trust.block-title': 'Block {name}?',
  'trust.block-words':
    '{name} can’t write, call or send files to you any more, and isn’t told. Calls and transfers between you end now. The chat stays.',
  'trust.block-stranger-words':
    'The request of {name} is removed, and nothing that they send from now on appears. They aren’t told.',
  'trust.block-links': '{count, plural, one {Revoke my invite link} other {Revoke my # invite links}}',
  'trust.block-links-words':
    '{name} may have come by one. Your contacts stay; whoever still has a link needs a new one.',
  'trust.blocked-done': '{name} is blocked.',
  'trust.unblocked-done': '{name} isn’t blocked any more.',
  'trust.blocked-people': 'Blocked people',
  'trust.blocked-nobody': 'You haven’t blocked anybody.',
} as const
