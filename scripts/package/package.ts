/** `npm run package -- [TARGET ...]`: builds the packages of this system into `out`. See docs/packages.md. */
import { existsSync } from 'node:fs'
import { build } from 'electron-builder'
import { buildAll } from '../build.ts'
import { ofThisBuild, root, written } from './configuration.ts'
import { debInPlaceOfFpm } from './deb.ts'

const usage = `npm run package -- [TARGET ...]
  TARGET  of this system: AppImage deb rpm flatpak, dmg zip, nsis, or dir for the program without a package.
          Without one, all that electron-builder.yml names.
`

const targets = process.argv.slice(2)
if (targets.some((target) => target.startsWith('-'))) {
  process.stderr.write(usage)
  process.exit(2)
}
const system = ({ darwin: 'mac', win32: 'win' } as const)[process.platform as 'darwin' | 'win32'] ?? 'linux'
const { depends, recommends } = written().deb ?? {}
const relations = { depends: [depends ?? []].flat(), recommends: [recommends ?? []].flat() }

// A build that someone else made for another user is taken as it is.
if (process.env.MEGACHAT_BUILT !== '1') await buildAll()
await build({
  projectDir: root,
  [system]: targets,
  publish: 'never',
  config: ofThisBuild(),
  // electron-builder downloads a program for it; Debian has its own.
  ...(targets.join() === 'deb' && existsSync('/usr/bin/dpkg-deb')
    ? { effectiveOptionComputed: debInPlaceOfFpm(relations) }
    : {}),
})
