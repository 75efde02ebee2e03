/** What can be said about a transfer and done with it. Has no knowledge of words or components. */
import type { Transfer } from '../../../shared/contract/transfers.ts'

export type TransferAction =
  | 'accept'
  | 'choose'
  | 'save-to'
  | 'decline'
  | 'pause'
  | 'resume'
  | 'cancel'
  | 'show-in-folder'

/** What the user may do, the main thing first. `folders`: whether this shell can choose a folder and show one. */
export function actionsFor(transfer: Transfer, folders: boolean): readonly TransferAction[] {
  const incoming = transfer.direction === 'incoming'
  switch (transfer.state) {
    case 'offered':
      if (!incoming) return ['cancel']
      return [
        'accept',
        'decline',
        ...(transfer.folder === null ? [] : (['choose'] as const)),
        ...(folders ? (['save-to'] as const) : []),
      ]
    case 'preparing':
      return ['cancel']
    case 'running':
    case 'waiting':
      // What lies whole at the relay has nothing to pause.
      return transfer.away === 'stored' ? ['cancel'] : ['pause', 'cancel']
    case 'paused':
      return ['resume', 'cancel']
    case 'done':
      return incoming && folders ? ['show-in-folder'] : []
    case 'declined':
    case 'cancelled':
    case 'failed':
      return []
  }
}

/** What stopped it: for good, or until the user has made room or the like and resumes it. */
export function problemOf({ state, error }: Transfer): Transfer['error'] {
  return state === 'failed' || state === 'paused' ? error : null
}

/** True as long as something will still happen. */
export function isUnfinished(transfer: Transfer): boolean {
  return !['done', 'declined', 'cancelled', 'failed'].includes(transfer.state)
}

/** Whether a bar helps: something has begun and is not over. */
export function hasProgress(transfer: Transfer): boolean {
  return ['preparing', 'running', 'paused', 'waiting'].includes(transfer.state)
}

/** 0 to 1, or null while nobody can know. An empty file counts as whole. */
export function shareOf(transfer: Transfer): number | null {
  if (transfer.state === 'preparing') return null
  if (transfer.size === 0) return 1
  return Math.min(1, doneOf(transfer) / transfer.size)
}

/** Bytes that the receiver has; while nobody is there to receive, those that wait for them at the relay. */
export function doneOf({ away, sent, confirmed }: Transfer): number {
  return away === 'storing' || away === 'stored' ? sent : confirmed
}

export interface TransferGroups {
  readonly running: readonly Transfer[]
  readonly finished: readonly Transfer[]
}

/** Both groups newest first, the finished ones by when they finished. */
export function grouped(transfers: readonly Transfer[]): TransferGroups {
  const ended = (transfer: Transfer): number => transfer.finishedAt ?? transfer.createdAt
  return {
    running: transfers.filter(isUnfinished).sort((a, b) => b.createdAt - a.createdAt),
    finished: transfers.filter((transfer) => !isUnfinished(transfer)).sort((a, b) => ended(b) - ended(a)),
  }
}

export type FileSort = 'image' | 'video' | 'audio' | 'archive' | 'code' | 'text' | 'other'

const endings: Readonly<Record<Exclude<FileSort, 'other'>, string>> = {
  image: 'jpg jpeg png gif webp avif heic svg bmp tif tiff raw psd',
  video: 'mp4 mkv mov avi webm m4v mpg mpeg wmv',
  audio: 'mp3 flac wav ogg oga opus m4a aac aiff',
  archive: 'zip tar gz xz zst bz2 7z rar iso dmg deb rpm apk',
  code: 'js ts tsx py rs go c h cpp java kt swift sh html css json xml yml yaml toml sql',
  text: 'txt md pdf doc docx odt rtf xls xlsx ods csv ppt pptx odp epub tex',
}

const sortByEnding = new Map<string, FileSort>(
  Object.entries(endings).flatMap(([sort, list]) => list.split(' ').map((ending) => [ending, sort as FileSort])),
)

/** What kind of file a name promises, for its icon alone. */
export function sortOf(name: string): FileSort {
  const dot = name.lastIndexOf('.')
  return dot < 1 ? 'other' : (sortByEnding.get(name.slice(dot + 1).toLowerCase()) ?? 'other')
}
