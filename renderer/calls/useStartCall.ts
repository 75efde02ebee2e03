/** How other rooms call somebody: the page that calls holds the media. */
import { useCallback } from 'react'
import type { CallMedia } from '../../shared/contract/calls.ts'
import type { ConversationId } from '../../shared/ids.ts'
import { useCore } from '../app/client.ts'
import { controllerOf } from './controller.ts'

/** Gives the function that starts a call; it fails with the codes of the contract's `calls.start`. */
export function useStartCall(): (conversationId: ConversationId, media: CallMedia) => Promise<void> {
  const core = useCore()
  return useCallback((conversationId, media) => controllerOf(core).start(conversationId, media), [core])
}
