/**
 * `merge-feeds FROM TO`: gathers the packages of all builders into one folder. Where two builders wrote a feed of the same
 * name (macOS and Windows, one for each processor), it names the files of both.
 */
import { copyFileSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parse, stringify } from 'yaml'

interface Feed {
  readonly version: string
  readonly files: readonly { readonly url: string }[]
}

/** Raises where they are of different versions. */
export function merged(feeds: readonly string[]): string {
  const [first, ...others] = feeds.map((feed) => parse(feed) as Feed)
  if (first === undefined) throw new Error('there is no feed')
  for (const { version } of others)
    if (version !== first.version) throw new Error(`feeds of ${first.version} and ${version} do not go together`)
  const files = [first, ...others].flatMap((feed) => feed.files)
  const each = new Map(files.map((file) => [file.url, file]))
  return stringify({ ...first, files: [...each.values()] }, { lineWidth: 0 })
}

if (process.argv[1] === import.meta.filename) {
  const [from = '', to = ''] = process.argv.slice(2)
  mkdirSync(to, { recursive: true })
  const feeds = new Map<string, string[]>()
  for (const file of globSync('*/**', { cwd: from })) {
    const name = path.basename(file)
    if (/^latest.*\.yml$/.test(name))
      feeds.set(name, [...(feeds.get(name) ?? []), readFileSync(path.join(from, file), 'utf8')])
    else if (name.startsWith('megachat-')) copyFileSync(path.join(from, file), path.join(to, name))
  }
  for (const [name, texts] of feeds) writeFileSync(path.join(to, name), merged(texts))
}
