import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FrameCode, type FrameHead, headBytes, parseHead } from './frames.ts'

const key = randomBytes(32)
const head = fc.record<FrameHead>({
  type: fc.constantFrom('chunk', 'have', 'ready', 'confirm', 'alive'),
  index: fc.nat(2 ** 32 - 1),
  length: fc.nat(2 ** 32 - 1),
})
const payload = fc.uint8Array({ maxLength: 50 })

test('F-42 frames are read as they were written, in their order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(head, payload)), (frames) => {
      const [writing, reading] = [new FrameCode(key), new FrameCode(key)]
      for (const [frame, bytes] of frames) {
        const wire = writing.write(frame, bytes)
        expect(wire).toHaveLength(headBytes)
        expect(reading.read(wire, frame.type === 'chunk' ? null : bytes)).toEqual(frame)
      }
    }),
  )
})

test('F-42 what was changed, repeated, left out or moved is no frame of theirs', () => {
  const frames = fc.array(fc.tuple(head, payload), { minLength: 2, maxLength: 6 })
  fc.assert(
    fc.property(frames, fc.nat(), fc.nat(headBytes - 1), (given, which, at) => {
      const writing = new FrameCode(key)
      const wires = given.map(([frame, bytes]) => writing.write(frame, bytes))
      const n = which % wires.length
      const changed = Buffer.from(wires[n] as Buffer)
      changed[at] = (changed[at] ?? 0) ^ 1
      const read = (wire: Buffer, index: number, reading = new FrameCode(key)) => {
        for (let before = 0; before < index; before++) reading.read(wires[before] as Buffer, null)
        return reading.read(wire, given[index]?.[0].type === 'chunk' ? null : (given[index]?.[1] ?? null))
      }
      expect(read(changed, n)).toBe(null)
      // In the place of another one.
      expect(read(wires[(n + 1) % wires.length] as Buffer, n)).toBe(null)
    }),
  )
})

test('F-42 an unknown type is no frame', () => {
  expect(parseHead(Buffer.alloc(headBytes, 0xff))).toBe(null)
})
