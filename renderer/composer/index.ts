/** Writing, sending and attaching. */
export { Composer } from './Composer.tsx'
export { DropArea } from './DropArea.tsx'
export { withPending } from './model/outgoing.ts'
export { useComposerSession } from './session.ts'
export { useAttach } from './use-attach.ts'
