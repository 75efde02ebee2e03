/** Where chosen, dropped and pasted files and folders go: what can be shown is asked about first, the rest is offered at once. */
import { useCallback } from 'react'
import { detach } from '../../shared/errors.ts'
import type { ConversationId } from '../../shared/ids.ts'
import { useErrorText } from '../i18n/index.ts'
import { useMediaSession } from '../media/index.ts'
import { showToast } from '../ui/index.ts'
import type { Attachable } from './model/attachments.ts'
import { useComposerSession } from './session.ts'

export type Attach = (files: readonly File[], folders?: readonly Attachable[]) => void

export function useAttach(id: ConversationId, onSent: () => void): Attach {
  const { attachments } = useComposerSession()
  const { outgoing } = useMediaSession()
  const errorText = useErrorText()
  return useCallback(
    (files, folders = []) => {
      const work = async () => {
        const others = [...(await outgoing.add(id, files)), ...folders]
        if (others.length === 0) return
        void attachments.add(id, others)
        onSent()
      }
      detach(work(), (error) => showToast({ text: errorText(error), tone: 'danger' }))
    },
    [id, attachments, outgoing, onSent, errorText],
  )
}
