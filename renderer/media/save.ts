/** Writes a copy of a picture, video or sound to the download folder, and says where it went. */
import { useCallback } from 'react'
import type { Message } from '../../shared/contract/conversations.ts'
import { useCore } from '../app/client.ts'
import { useSettings } from '../app/streams.ts'
import { useErrorText, useT } from '../i18n/index.ts'
import { showToast } from '../ui/index.ts'

/** Gives the function that does it; for a message's menu as well. Does nothing for a message without media. */
export function useSaveMedia(): (message: Message) => void {
  const t = useT()
  const core = useCore()
  const errorText = useErrorText()
  const folder = useSettings()?.downloadFolder ?? ''
  return useCallback(
    ({ body }) => {
      if (body.kind !== 'file' || body.media === null) return
      core.media.save({ transferId: body.transferId }).then(
        ({ name }) => showToast({ text: t('media.saved', { folder, name }), tone: 'success' }),
        (error: unknown) => showToast({ text: errorText(error), tone: 'danger' }),
      )
    },
    [core, errorText, folder, t],
  )
}
