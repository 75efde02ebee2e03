/** People: how they look, what they are called here, how they are handed on. */
export { askForNickname, askToShare } from './asked.ts'
export { ChooseChatsDialog } from './ChooseChatsDialog.tsx'
export { PeopleDialogs } from './PeopleDialogs.tsx'
export { ChatAvatar, PersonAvatar } from './PersonAvatar.tsx'
export { OwnPicture } from './picture/OwnPicture.tsx'
export { forgetPictures } from './picture/use-picture.ts'
export { usePresenceWords } from './use-presence-words.ts'
