/** Makes a deb with Debian's own tool from exactly what electron-builder's deb target has put together: its files, texts and scripts. */
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, globSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'

export interface Relations {
  readonly depends: readonly string[]
  readonly recommends: readonly string[]
}

/**
 * What electron-builder calls in the place of fpm (`effectiveOptionComputed`), with fpm's command line first: switches,
 * then `SOURCE=DESTINATION` for each file or folder. The relations stand elsewhere in its configuration.
 */
export const debInPlaceOfFpm =
  ({ depends, recommends }: Relations) =>
  async ([args]: [readonly string[]]): Promise<boolean> => {
    const { values, positionals } = parseArgs({ args: [...args], strict: false, allowPositionals: true, options })
    const said = (name: keyof typeof options) => String(values[name])
    const tree = mkdtempSync(path.join(os.tmpdir(), 'megachat-deb-'))
    try {
      for (const pair of positionals) place(pair, tree)
      tidy(tree)
      const control = path.join(tree, 'DEBIAN')
      mkdirSync(control)
      writeFileSync(
        path.join(control, 'control'),
        fields({
          Package: said('name'),
          Version: said('version'),
          Architecture: said('architecture'),
          Maintainer: said('maintainer'),
          'Installed-Size': String(Math.ceil(sizeOf(tree) / 1024)),
          Depends: depends.join(', '),
          Recommends: recommends.join(', '),
          Section: 'net',
          Priority: said('deb-priority'),
          Homepage: said('url'),
          Description: said('description'),
        }),
      )
      for (const [script, source] of [
        ['postinst', said('after-install')],
        ['postrm', said('after-remove')],
      ] as const) {
        cpSync(source, path.join(control, script))
        chmodSync(path.join(control, script), 0o755)
      }
      execFileSync('dpkg-deb', ['--root-owner-group', '--build', tree, said('package')], { stdio: 'inherit' })
    } finally {
      rmSync(tree, { recursive: true, force: true })
    }
    return true
  }

const options = Object.fromEntries(
  [
    ...['name', 'version', 'architecture', 'maintainer', 'vendor', 'url', 'description', 'license', 'package'],
    ...['after-install', 'after-remove', 'deb-priority'],
  ].map((name) => [name, { type: 'string' as const }]),
)

/** `SOURCE=DESTINATION`: a file under another name, or with a slash at the source's end what a folder holds. */
function place(pair: string, tree: string): void {
  const [source = '', destination = ''] = pair.split('=')
  cpSync(source, path.join(tree, destination), { recursive: true, verbatimSymlinks: true })
}

/** Modes that do not depend on who builds: everyone may read, only the owner write. */
function tidy(tree: string): void {
  chmodSync(tree, 0o755)
  for (const name of globSync('**/*', { cwd: tree })) {
    const file = path.join(tree, name)
    const runs = (statSync(file).mode & 0o111) !== 0
    chmodSync(file, runs ? 0o755 : 0o644)
  }
}

const sizeOf = (tree: string): number =>
  globSync('**/*', { cwd: tree })
    .map((name) => statSync(path.join(tree, name)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0)

/** Debian Policy 5.1: one field a line; the lines of a longer text begin with a space, an empty one is a dot. */
function fields(values: Record<string, string>): string {
  const lines = Object.entries(values)
    .filter(([, value]) => value !== '')
    .map(
      ([name, value]) =>
        `${name}: ${value
          .trim()
          .split('\n')
          .map((line, i) => (i === 0 ? line : ` ${line.trim() || '.'}`))
          .join('\n')}`,
    )
  return `${lines.join('\n')}\n`
}
