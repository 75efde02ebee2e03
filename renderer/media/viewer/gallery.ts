/** The pictures and videos of a chat around one of them, older ones fetched as they are needed. */
import type { Message } from '../../../shared/contract/conversations.ts'
import type { Core } from '../../app/client.ts'
import { isMedia, type MediaMessage } from '../show/words.ts'

/** Messages asked for at once. */
const pageSize = 100
/** Pages looked through for the one that was opened; beyond that it stands alone with what is older. */
const mostPages = 20

export interface Gallery {
  /** Newest first. */
  readonly items: readonly MediaMessage[]
  /** Position before which there is more; null where all is here. */
  readonly before: number | null
}

const isVisual = (message: Message): message is MediaMessage =>
  isMedia(message) && (message.body.media.kind === 'picture' || message.body.media.kind === 'video')

/** With `message` in it. */
export async function galleryAround(media: Pick<Core['media'], 'list'>, message: MediaMessage): Promise<Gallery> {
  let gallery: Gallery = { items: [], before: null }
  for (let page = 0; page < mostPages; page++) {
    gallery = await more(media, message, gallery)
    if (gallery.items.some(({ id }) => id === message.id)) return gallery
    if (gallery.before === null) break
  }
  return more(media, message, { items: [message], before: message.position })
}

/** With the next page of older ones. */
export async function more(
  media: Pick<Core['media'], 'list'>,
  { conversationId }: MediaMessage,
  { items, before }: Gallery,
): Promise<Gallery> {
  const page = await media.list({ conversationId, kind: 'media', before, limit: pageSize })
  const last = page.messages.at(-1)
  return {
    items: [...items, ...page.messages.filter(isVisual)],
    before: page.more && last !== undefined ? last.position : null,
  }
}
