import { describe, expect, test } from 'vitest'
import { joined, viewOf } from './bytes.ts'
import { Malformed, stripMovie, stripPicture } from './index.ts'

const ascii = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))
const u32 = (value: number, little = false) => {
  const bytes = new Uint8Array(4)
  viewOf(bytes).setUint32(0, value, little)
  return bytes
}
const text = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes)
const secret = 'GPS 52.5200N 13.4050E'

const segment = (code: number, body: Uint8Array) =>
  joined([Uint8Array.of(0xff, code, (body.length + 2) >> 8, (body.length + 2) & 0xff), body])
const exif = (orientation: number, little: boolean) => {
  const tiff = new Uint8Array(26)
  tiff.set(ascii(little ? 'II*\0' : 'MM\0*'))
  const view = viewOf(tiff)
  view.setUint32(4, 8, little)
  view.setUint16(8, 1, little)
  view.setUint16(10, 0x0112, little)
  view.setUint16(12, 3, little)
  view.setUint32(14, 1, little)
  view.setUint16(18, orientation, little)
  return segment(0xe1, joined([ascii('Exif\0\0'), tiff, ascii(secret)]))
}
const start = Uint8Array.of(0xff, 0xd8)
const table = segment(0xdb, new Uint8Array(65).fill(7))
const scan = joined([segment(0xda, Uint8Array.of(1, 2, 3)), Uint8Array.of(9, 0xff, 0, 8, 0xff, 0xd0, 7)])
const second = joined([segment(0xc4, Uint8Array.of(5)), segment(0xda, Uint8Array.of(4)), Uint8Array.of(1, 2, 3)])
const end = Uint8Array.of(0xff, 0xd9)
const jfif = segment(0xe0, ascii('JFIF\0\x01\x02\0\0\x01\0\x01\0\0'))
const profile = segment(0xe2, joined([ascii('ICC_PROFILE\0\x01\x01'), ascii('colours')]))

describe('JPEG', () => {
  test('F-35 loses everything but the picture, its colours and how it is turned', () => {
    const before = joined([
      ...[start, jfif, exif(6, true), segment(0xe1, ascii(`http://ns.adobe.com/xap/1.0/\0${secret}`)), profile],
      ...[segment(0xed, ascii(secret)), segment(0xfe, ascii(secret)), segment(0xe2, ascii(`MPF\0${secret}`))],
      ...[table, scan, second, end, ascii(`${secret} motion photo`)],
    ])
    const after = stripPicture('image/jpeg', before)
    expect(text(after)).not.toContain('GPS')
    const [kept, turned] = [after.subarray(0, 2), after.subarray(2, 38)]
    expect(kept).toEqual(start)
    expect([turned[1], viewOf(turned).getUint16(20), viewOf(turned).getUint16(28)]).toEqual([0xe1, 0x0112, 6])
    expect(after.subarray(38)).toEqual(joined([jfif, profile, table, scan, second, end]))
    // What is clean stays as it is.
    expect(stripPicture('image/jpeg', after)).toEqual(after)
  })

  test('F-35 says nothing of turning where it is not turned', () => {
    expect(stripPicture('image/jpeg', joined([start, exif(1, false), table, scan, end]))).toEqual(
      joined([start, table, scan, end]),
    )
  })

  test('a broken one is refused at every length', () => {
    const whole = joined([start, jfif, exif(3, false), table, scan, end])
    for (let length = 0; length < whole.length; length++)
      expect(() => stripPicture('image/jpeg', whole.subarray(0, length))).toThrow(Malformed)
  })
})

const pngChunk = (type: string, body: Uint8Array) => joined([u32(body.length), ascii(type), body, u32(1)])
const png = ascii('\x89PNG\r\n\x1a\n')

test('F-35 PNG loses texts, times, Exif and what follows it, and stays animated', () => {
  const kept = [
    ...[pngChunk('IHDR', new Uint8Array(13)), pngChunk('iCCP', ascii('p')), pngChunk('acTL', new Uint8Array(8))],
    ...[pngChunk('IDAT', ascii('data')), pngChunk('fdAT', ascii('more')), pngChunk('IEND', new Uint8Array())],
  ]
  const told = ['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME', 'prVt'].map((type) => pngChunk(type, ascii(secret)))
  const before = joined([png, ...kept.slice(0, 3), ...told, ...kept.slice(3), ascii(secret)])
  expect(stripPicture('image/png', before)).toEqual(joined([png, ...kept]))
  for (let length = 0; length < before.length - secret.length; length++)
    expect(() => stripPicture('image/png', before.subarray(0, length))).toThrow(Malformed)
})

const webpChunk = (type: string, body: Uint8Array) =>
  joined([ascii(type), u32(body.length, true), body, new Uint8Array(body.length % 2)])
const riff = (...chunks: Uint8Array[]) => {
  const body = joined([ascii('WEBP'), ...chunks])
  return joined([ascii('RIFF'), u32(body.length, true), body])
}

test('F-35 WebP loses Exif and XMP and no longer announces them, and stays animated', () => {
  const extended = (flags: number) => webpChunk('VP8X', Uint8Array.of(flags, 0, 0, 0, 9, 0, 0, 9, 0, 0))
  const kept = [webpChunk('ANIM', new Uint8Array(6)), webpChunk('ANMF', ascii('frame'))]
  const told = [webpChunk('EXIF', ascii(secret)), webpChunk('XMP ', ascii(secret)), webpChunk('priv', ascii(secret))]
  const before = joined([riff(extended(0x02 | 0x08 | 0x04), ...kept, ...told), ascii(secret)])
  expect(stripPicture('image/webp', before)).toEqual(riff(extended(0x02), ...kept))
  expect(() => stripPicture('image/webp', before.subarray(0, 60))).toThrow(Malformed)
})

test('F-35 GIF loses comments and XMP, and plays as often as before', () => {
  const blocks = (body: string) => joined([Uint8Array.of(body.length), ascii(body), Uint8Array.of(0)])
  const head = joined([ascii('GIF89a'), Uint8Array.of(1, 0, 1, 0, 0x80, 0, 0), new Uint8Array(6).fill(3)])
  const loop = joined([Uint8Array.of(0x21, 0xff, 11), ascii('NETSCAPE2.0'), Uint8Array.of(3, 1, 0, 0, 0)])
  const control = Uint8Array.of(0x21, 0xf9, 4, 0, 1, 0, 0, 0)
  const image = joined([Uint8Array.of(0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2), blocks('LZW')])
  const comment = joined([Uint8Array.of(0x21, 0xfe), blocks(secret)])
  const xmp = joined([Uint8Array.of(0x21, 0xff, 11), ascii('XMP DataXMP'), blocks(secret)])
  const before = joined([head, loop, comment, control, image, xmp, control, image, Uint8Array.of(0x3b), ascii(secret)])
  const after = joined([head, loop, control, image, control, image, Uint8Array.of(0x3b)])
  expect(stripPicture('image/gif', before)).toEqual(after)
  for (let length = 0; length < before.length - secret.length; length++)
    expect(() => stripPicture('image/gif', before.subarray(0, length))).toThrow(Malformed)
})

const box = (type: string, ...body: Uint8Array[]) => {
  const inside = joined(body)
  return joined([u32(8 + inside.length), ascii(type), inside])
}
const handler = (kind: string) => box('hdlr', new Uint8Array(8), ascii(kind), new Uint8Array(13))
const movie = (...kinds: string[]) =>
  joined([
    box('ftyp', ascii('isom\0\0\0\0')),
    box(
      'moov',
      box('mvhd', new Uint8Array(4), u32(3_800_000_000), u32(3_800_000_001), u32(1000), u32(5000)),
      ...kinds.map((kind) => box('trak', box('mdia', handler(kind)), box('udta', ascii(secret)))),
      box('udta', box('\xa9xyz', ascii(secret))),
      box('meta', ascii(secret)),
    ),
    box('uuid', ascii(secret)),
    box('mdat', ascii('the film')),
  ])

describe('MP4', () => {
  const strip = async (bytes: Uint8Array<ArrayBuffer>) => {
    const { blob, clean } = await stripMovie(new Blob([bytes], { type: 'video/mp4' }))
    return { bytes: new Uint8Array(await blob.arrayBuffer()), clean, type: blob.type }
  }

  test('F-36 loses places and times, and nothing moves', async () => {
    const before = movie('vide', 'soun')
    const { bytes, clean, type } = await strip(before)
    expect(clean).toBe(true)
    expect(type).toBe('video/mp4')
    expect(bytes.length).toBe(before.length)
    expect(text(bytes)).not.toContain('GPS')
    expect(text(bytes).indexOf('the film')).toBe(text(before).indexOf('the film'))
    const times = text(bytes).indexOf('mvhd') + 8
    expect([...bytes.subarray(times, times + 8)]).toEqual(new Array(8).fill(0))
    expect(viewOf(bytes).getUint32(times + 8)).toBe(1000)
  })

  test('F-36 tells of a track that it leaves', async () => {
    expect((await strip(movie('vide', 'meta'))).clean).toBe(false)
  })

  test('a broken one is refused', async () => {
    const whole = movie('vide')
    for (const length of [4, 20, 60, whole.length - 3]) {
      await expect(strip(whole.slice(0, length))).rejects.toThrow(Malformed)
    }
    await expect(strip(box('ftyp', ascii('isom')))).rejects.toThrow(Malformed)
  })
})
