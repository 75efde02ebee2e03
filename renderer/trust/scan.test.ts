import { encode } from 'uqr'
import { expect, test } from 'vitest'
import { textIn } from './scan.ts'

/** RGBA pixels of a code, `scale` of them to a module, on a grey wall. */
function picture(text: string, scale: number, wall: number) {
  const { data: modules, size } = encode(text, { ecc: 'L', border: 2 })
  const side = size * scale + 2 * wall
  const data = new Uint8ClampedArray(side * side * 4).fill(160)
  for (const [y, row] of modules.entries()) {
    for (const [x, dark] of row.entries()) {
      for (let dy = 0; dy < scale; dy += 1) {
        const start = ((wall + y * scale + dy) * side + wall + x * scale) * 4
        data.fill(dark ? 20 : 245, start, start + scale * 4)
      }
    }
  }
  return { width: side, height: side, data }
}

const code = `megachat-safety:${'Aa0-_'.repeat(19)}`

test('M-42 reads the code that the other side shows', () => {
  expect(textIn(picture(code, 6, 40))).toBe(code)
  expect(textIn(picture(code, 3, 15))).toBe(code)
})

test('sees nothing where there is nothing', () => {
  const { width, height } = picture(code, 4, 0)
  expect(textIn({ width, height, data: new Uint8ClampedArray(width * height * 4).fill(128) })).toBeNull()
})
