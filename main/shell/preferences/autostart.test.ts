import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { AutostartFile } from './autostart.ts'

const folder = () => mkdtempSync(path.join(tmpdir(), 'autostart-'))
const exec = (config: string) => /^Exec=(.*)$/m.exec(readFileSync(`${config}/autostart/megachat.desktop`, 'utf8'))?.[1]

it('writes a desktop file that starts the program hidden, and takes it away again', () => {
  const config = folder()
  const start = { program: '/opt/MegaChat/megachat', args: ['--hidden'] }
  const autostart = new AutostartFile('megachat', start, { XDG_CONFIG_HOME: config })
  expect(autostart.on).toBe(false)
  autostart.set(true)
  expect(autostart.on).toBe(true)
  expect(exec(config)).toBe('/opt/MegaChat/megachat --hidden')
  autostart.set(false)
  autostart.set(false)
  expect(autostart.on).toBe(false)
})

it('quotes what the desktop would read as something else', () => {
  const config = folder()
  const start = { program: '/home/a b/100% "$HOME"/megachat', args: ['--profile', '/back\\slash'] }
  new AutostartFile('megachat', start, { XDG_CONFIG_HOME: config }).set(true)
  expect(exec(config)).toBe(String.raw`"/home/a b/100%% \\"\\$HOME\\"/megachat" --profile "/back\\\\slash"`)
})
