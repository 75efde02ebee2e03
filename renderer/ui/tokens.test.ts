/** Text meets WCAG 2.2 AAA (7:1), what marks a control AA (3:1), on every surface it stands on, in both themes. */
import { describe, expect, test } from 'vitest'
import css from './tokens.css?raw'

type Theme = 'light' | 'dark'

function colour(token: string, theme: Theme): string {
  const pair = new RegExp(`--${token}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);`).exec(css)
  const value = pair?.[theme === 'light' ? 1 : 2]
  if (!value) throw new Error(`no opaque colour: ${token}`)
  return value
}

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const surfaces = ['ground', 'surface', 'sheet', 'raised']
const pairs: [text: string, on: string[], least: number][] = [
  ['text', [...surfaces, 'accent-soft'], 7],
  ['text-soft', [...surfaces, 'accent-soft'], 7],
  ['accent-text', ['surface', 'sheet', 'raised', 'accent-soft'], 7],
  ['danger', [...surfaces, 'danger-soft'], 7],
  ['success', ['surface', 'sheet', 'raised', 'success-soft'], 7],
  ['warning', ['surface', 'sheet', 'raised', 'warning-soft'], 7],
  ['own-text', ['own'], 7],
  ['own-text-soft', ['own'], 7],
  ['on-mark', ['mark'], 7],
  ['on-accent', ['accent', 'accent-hover'], 7],
  ['on-danger', ['danger', 'danger-hover'], 7],
  ['on-success', ['success'], 7],
  ['accent', surfaces, 3],
  ['line-strong', surfaces, 3],
  ['focus', surfaces, 3],
]

describe.each<Theme>(['light', 'dark'])('%s theme', (theme) => {
  const cases = pairs.flatMap(([text, on, least]) => on.map((ground) => [text, ground, least] as const))
  test.each(cases)('%s on %s has at least %d:1', (text, ground, least) => {
    expect(contrast(colour(text, theme), colour(ground, theme))).toBeGreaterThanOrEqual(least)
  })
})
