/** What is being sent and shown, for as long as the page lives: a change of view interrupts nothing. */
import type { Clients } from '../app/client.ts'
import { useClients } from '../app/client.ts'
import { OpenedMedia } from './opened.ts'
import { OutgoingMedia, type SendOptions } from './outgoing.ts'
import { looksLike, prepare } from './prepare/index.ts'
import { Recording } from './voice/recording.ts'

export interface MediaSession {
  readonly outgoing: OutgoingMedia
  readonly opened: OpenedMedia
  readonly recording: Recording
}

function makeSession({ core, grantFile }: Clients): MediaSession {
  const outgoing = new OutgoingMedia({
    looksLike,
    prepare,
    grant: (file, options) => grantFile(file, options),
    offerMedia: (conversationId, { token, name }, { media, thumbnail }, words) =>
      core.media.send({
        conversationId,
        file: token,
        name,
        media,
        thumbnail,
        ...said(words),
      }),
    offerFile: (conversationId, { token }, words) =>
      core.transfers.offer({ conversationId, file: token, ...said(words) }),
    urlOf: (file) => URL.createObjectURL(file),
    revoke: (url) => URL.revokeObjectURL(url),
  })
  return { outgoing, opened: new OpenedMedia(core.media), recording: new Recording() }
}

const said = ({ caption, replyTo }: Pick<SendOptions, 'caption' | 'replyTo'>) => ({
  ...(caption === null ? {} : { caption: { text: caption.text, ranges: [...caption.ranges] } }),
  ...(replyTo === undefined ? {} : { replyTo }),
})

const sessions = new WeakMap<Clients['core'], MediaSession>()

export function useMediaSession(): MediaSession {
  const clients = useClients()
  const known = sessions.get(clients.core)
  if (known) return known
  const made = makeSession(clients)
  sessions.set(clients.core, made)
  return made
}
