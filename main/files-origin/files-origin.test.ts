import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FilesServer } from '../browser/files-server.ts'
import { chunkCount, chunkLength, chunkOverhead, chunkSize, sealChunk } from '../core/files/chunk.ts'
import type { ServedFile } from '../core/host.ts'
import { FilesOrigin } from './index.ts'

const good = 'a'.repeat(43)
let folder: string
let files: Map<string, ServedFile>
let origin: FilesOrigin

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'origin-'))
  files = new Map()
  origin = new FilesOrigin({
    serveFile: async (token) => files.get(token) ?? null,
  })
})
afterEach(() => rmSync(folder, { recursive: true }))

function sealed(plain: Uint8Array, type: string, name = 'a.png'): ServedFile {
  const [key, transferId, size] = [randomBytes(32), randomBytes(16), plain.length]
  const chunks = Array.from({ length: chunkCount(size) }, (_, index) => {
    const from = index * chunkSize
    const chunk = new Uint8Array(chunkLength(size, index) + chunkOverhead)
    sealChunk(key, { transferId, index, size }, plain.subarray(from, from + chunkLength(size, index)), chunk)
    return chunk
  })
  const file = path.join(folder, name)
  writeFileSync(file, Buffer.concat(chunks))
  return { kind: 'sealed', type, name, place: { path: file, key, transferId, size } }
}
const png = (rest: Uint8Array = randomBytes(100)) => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), rest])

async function ask(token: string, range?: string, method = 'GET') {
  const { status, headers, body } = await origin.answer({ method, path: `/${token}`, range })
  const pieces: Uint8Array[] = []
  if (body !== null) for await (const piece of body) pieces.push(piece)
  return { status, headers, bytes: Buffer.concat(pieces) }
}

describe('F-33 the files origin', () => {
  test('gives the whole and any part', async () => {
    const plain = png(randomBytes(chunkSize))
    files.set(good, sealed(plain, 'image/png'))
    const whole = await ask(good)
    expect([whole.status, whole.headers['Content-Type'], whole.headers['Content-Length']]).toEqual([
      200,
      'image/png',
      String(plain.length),
    ])
    expect(Buffer.compare(whole.bytes, plain)).toBe(0)
    const part = await ask(good, `bytes=${chunkSize - 2}-${chunkSize + 2}`)
    expect([part.status, part.headers['Content-Range']]).toEqual([
      206,
      `bytes ${chunkSize - 2}-${chunkSize + 2}/${plain.length}`,
    ])
    expect(part.bytes).toEqual(plain.subarray(chunkSize - 2, chunkSize + 3))
    const beyond = await ask(good, 'bytes=99999999-')
    expect([beyond.status, beyond.headers['Content-Range'], beyond.bytes.length]).toEqual([
      416,
      `bytes */${plain.length}`,
      0,
    ])
    const head = await ask(good, undefined, 'HEAD')
    expect([head.status, head.headers['Content-Length'], head.bytes.length]).toEqual([200, String(plain.length), 0])
  })

  test('says nothing but no for what is not there', async () => {
    files.set(good, sealed(png(), 'image/png'))
    const answers = await Promise.all(
      ['', 'b'.repeat(43), 'short', `${good}x`, `../${good}`, `${good}?x`].map((token) => ask(token)),
    )
    for (const { status, bytes } of answers) expect([status, bytes.length]).toEqual([404, 0])
    expect((await ask(good, undefined, 'POST')).status).toBe(405)
  })

  test('every answer forbids whatever it could do', async () => {
    files.set(good, sealed(png(), 'image/png'))
    for (const { headers } of [
      await ask(good),
      await ask(good, 'bytes=0-1'),
      await ask('b'.repeat(43)),
      await ask(good, 'bytes=9999-'),
    ]) {
      expect(headers).toMatchObject({
        'X-Content-Type-Options': 'nosniff',
        'Content-Security-Policy': "sandbox; default-src 'none'",
        'Cross-Origin-Resource-Policy': 'cross-origin',
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'no-referrer',
      })
    }
  })

  test('a file that does not open is not given', async () => {
    const file = sealed(png(), 'image/png')
    if (file.kind === 'sealed') files.set(good, { ...file, place: { ...file.place, key: randomBytes(32) } })
    expect((await ask(good)).status).toBe(404)
  })
})

describe('F-34 only what begins as its type says is shown', () => {
  const html = Buffer.from('<!doctype html><script>alert(1)</script>')
  test.each<[string, Buffer, string]>([
    ['a page that says it is a picture', html, 'image/png'],
    ['a page', html, 'text/html'],
    ['a drawing with scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml'],
    ['a picture that says it is a page', png(), 'text/html'],
    ['a type with a line break', png(), 'image/png\r\nSet-Cookie: a=b'],
  ])('%s can only be saved', async (_, plain, type) => {
    files.set(good, sealed(plain, type, 'a.png'))
    const { headers, bytes } = await ask(good)
    expect(headers['Content-Type']).toBe('application/octet-stream')
    expect(headers['Content-Disposition']).toBe("attachment; filename*=UTF-8''a.png")
    expect(bytes).toEqual(plain)
  })

  test('small pictures, too', async () => {
    files.set(good, { kind: 'bytes', type: 'image/webp', name: 'x', bytes: html })
    expect((await ask(good)).headers['Content-Type']).toBe('application/octet-stream')
  })

  test('a name breaks no header', async () => {
    const file = sealed(png(), 'image/png')
    files.set(good, { ...file, name: 'a"\r\nX: y\'*(1).png' })
    expect((await ask(good)).headers['Content-Disposition']).toBe(
      "inline; filename*=UTF-8''a%22%0D%0AX%3A%20y%27%2A%281%29.png",
    )
  })
})

test('F-33 the browser shell serves them from a port of their own, as no page of its own', async () => {
  const plain = png()
  files.set(good, sealed(plain, 'image/png'))
  const server = await FilesServer.start({ files: origin, report: (error) => expect.unreachable(String(error)) })
  try {
    const answer = await fetch(`${server.origin}/${good}`, { headers: { range: 'bytes=8-' } })
    expect(answer.status).toBe(206)
    expect(Buffer.compare(Buffer.from(await answer.arrayBuffer()), plain.subarray(8))).toBe(0)
    const port = new URL(server.origin).port
    expect((await fetch(`http://localhost:${port}/${good}`).catch(() => ({ status: 421 }))).status).toBe(421)
    expect((await fetch(`${server.origin}/${good}`, { headers: { 'sec-fetch-dest': 'document' } })).status).toBe(403)
  } finally {
    await server.close()
  }
})
