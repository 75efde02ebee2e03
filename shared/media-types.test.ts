import { expect, test } from 'vitest'
import { beginsAs, shownTypes, typeOf } from './media-types.ts'

const bytes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))

test('F-34 what is shown begins as its type says', () => {
  expect(beginsAs('image/png', bytes('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'))).toBe(true)
  expect(beginsAs('image/webp', bytes('RIFF\x10\0\0\0WEBPVP8 '))).toBe(true)
  expect(beginsAs('image/webp', bytes('RIFF\x10\0\0\0WAVEfmt '))).toBe(false)
  expect(beginsAs('image/png', bytes('<!doctype html><'))).toBe(false)
  expect(beginsAs('image/jpeg', bytes(''))).toBe(false)
})

test('F-34 documents are never shown, whatever they begin with', () => {
  for (const type of ['image/svg+xml', 'text/html', 'application/pdf', '', 'constructor'])
    expect(beginsAs(type, bytes('<svg xmlns="http://www.w3.org/2000/svg">'))).toBe(false)
  expect(typeOf(bytes('<svg xmlns="http'))).toBeNull()
  expect(
    Object.values(shownTypes)
      .flat()
      .filter((type) => !/^(image|video|audio)\/[a-z0-9]+$/.test(type)),
  ).toEqual([])
})

test('a type is known by its first bytes', () => {
  expect(typeOf(bytes('GIF89a......'))).toEqual({ kind: 'picture', type: 'image/gif' })
  expect(typeOf(bytes('\0\0\0\x20ftypisom'))).toEqual({ kind: 'video', type: 'video/mp4' })
  expect(typeOf(bytes('fLaC............'))).toEqual({ kind: 'audio', type: 'audio/flac' })
})
