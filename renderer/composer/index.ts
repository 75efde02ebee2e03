/** Writing, sending and attaching. */
export { Composer } from './Composer.tsx'
export { DropArea } from './DropArea.tsx'
export { formatKeys, keysOf } from './model/format-keys.ts'
export { withPending } from './model/outgoing.ts'
export { useComposerSession } from './session.ts'
export { useAttach } from './use-attach.ts'
