/**
 * What an offer says of its picture, video or sound. Nothing of it is believed: it is measured against the list of what
 * is shown, and what does not hold makes the offer one of a file. Has no knowledge of transfers.
 */
import type { MessageInitShape } from '@bufbuild/protobuf'
import type { Media } from '../../../shared/contract/media.ts'
import {
  beginsAs,
  type MediaKind,
  maxMediaBytes,
  maxThumbnailBytes,
  shownTypes,
  thumbnailTypes,
} from '../../../shared/media-types.ts'
import { Media_Kind, type MediaSchema, type Media as WireMedia } from '../../../shared/wire/gen/content_pb.js'
import type { Thumbnail } from './media-table.ts'

const kinds: Record<MediaKind, Media_Kind> = {
  picture: Media_Kind.PICTURE,
  video: Media_Kind.VIDEO,
  audio: Media_Kind.AUDIO,
  voice: Media_Kind.VOICE,
}
const kindOf = new Map(Object.entries(kinds).map(([name, value]) => [value, name as MediaKind]))

/** Pixels of an edge; browsers decode no larger ones. */
const maxEdge = 65_535
/** Milliseconds; a week is longer than any recording. */
const maxDuration = 7 * 24 * 60 * 60 * 1000
const maxWaveform = 100

export interface OfferedMedia {
  readonly media: Media
  readonly thumbnail: Thumbnail | null
}

/** Null for a file that is not shown. `size`: bytes of the file. */
export function mediaOf(wire: WireMedia | undefined, size: number): OfferedMedia | null {
  if (wire === undefined || size < 1 || size > maxMediaBytes) return null
  const kind = kindOf.get(wire.kind)
  if (kind === undefined || !shownTypes[kind].includes(wire.type)) return null
  const { type, width, height, duration, waveform } = wire
  const visible = kind === 'picture' || kind === 'video'
  if (visible && (width < 1 || height < 1 || width > maxEdge || height > maxEdge)) return null
  if (duration > maxDuration) return null
  const thumbnail = visible ? thumbnailOf(wire) : null
  return {
    media: {
      kind,
      type,
      width: visible ? width : 0,
      height: visible ? height : 0,
      duration: kind === 'picture' ? 0 : duration,
      thumbnail: thumbnail !== null,
      waveform: kind === 'voice' ? [...waveform.subarray(0, maxWaveform)] : [],
    },
    thumbnail,
  }
}

function thumbnailOf({ thumbnail: bytes, thumbnailType: type }: WireMedia): Thumbnail | null {
  const shown = bytes.length <= maxThumbnailBytes && thumbnailTypes.includes(type) && beginsAs(type, bytes)
  return shown ? { type, bytes } : null
}

/** What goes with the offer. */
export function mediaToWire(media: Omit<Media, 'thumbnail'>, thumbnail: Thumbnail | null) {
  const wire: MessageInitShape<typeof MediaSchema> = {
    kind: kinds[media.kind],
    type: media.type,
    width: media.width,
    height: media.height,
    duration: media.duration,
    thumbnail: thumbnail?.bytes ?? new Uint8Array(),
    thumbnailType: thumbnail?.type ?? '',
    waveform: Uint8Array.from(media.waveform),
  }
  return wire
}
