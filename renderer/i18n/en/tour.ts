/** Words of the tour. */
export const tour = {
  'tour.title': 'A short tour',
  'tour.offer': 'Take a short tour',
  'tour.place': '{place} of {count}',
  'tour.back': 'Back',
  'tour.next': 'Next',
  'tour.done': 'Done',
  'tour.people': 'Write to someone',
  'tour.people.words':
    'Send them your invite link by whatever you use today. Whoever opens it reaches you and nobody else. On the same relay a username is enough.',
  'tour.files': 'Send anything',
  'tour.files.words':
    'Drop files or whole folders into a chat, of any size. They go straight to the other computer, and go on after every interruption.',
  'tour.calls': 'Call, and show your screen',
  'tour.calls.words': 'Voice and video, between the two of you alone. It rings although the window is closed.',
  'tour.trust': 'Be sure who it is',
  'tour.trust.words':
    'Compare the safety number in the details of a chat once, by reading it out or by camera. From then on MegaChat notices if anything changes.',
  'tour.safe': 'Keep it safe',
  'tour.safe.words':
    'Your 24 words open your profile when nothing else does. Regular backups are in the settings; with one you also move to another computer.',
}
