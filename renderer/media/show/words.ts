/** What a picture, video or sound is called: for alternative texts and accessible names. */
import { useCallback } from 'react'
import type { Message } from '../../../shared/contract/conversations.ts'
import type { Media } from '../../../shared/contract/media.ts'
import { useFormats, useT } from '../../i18n/index.ts'

type MediaBody = Extract<Message['body'], { kind: 'file' }> & { readonly media: Media }
export type MediaMessage = Message & { readonly body: MediaBody }

export const isMedia = (message: Message): message is MediaMessage =>
  message.body.kind === 'file' && message.body.media !== null

/** Gives the words for a message's place in the chat: what it is, how long, and its caption. */
export function useMediaWords(): (body: Message['body']) => string {
  const t = useT()
  const formats = useFormats()
  return useCallback(
    (body) => {
      if (body.kind !== 'file' || body.media === null) return ''
      const { kind, duration } = body.media
      const time = formats.clock(duration / 1000)
      const what = kind === 'picture' ? t('media.name.picture') : t(`media.name.${kind}`, { time, file: body.name })
      return body.caption === '' ? what : t('media.name.captioned', { what, caption: body.caption })
    },
    [t, formats],
  )
}

/** Gives the alternative text: the caption, or whose it is. */
export function useAlternative(): (message: MediaMessage, name: string) => string {
  const t = useT()
  return useCallback(
    ({ body, own }, name) => {
      if (body.caption !== '') return body.caption
      const video = body.media.kind === 'video'
      if (own) return t(video ? 'media.own-video' : 'media.own-picture')
      return t(video ? 'media.video-from' : 'media.picture-from', { name })
    },
    [t],
  )
}
