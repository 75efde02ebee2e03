/** The configuration file: YAML, of which JSON is a part. Says what is wrong with it by line. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { type Document, isMap, LineCounter, parseDocument } from 'yaml'
import { RelayOptions } from '../settings.ts'

/** Words for whoever runs the relay; no fault of the program. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Options that name a file or a folder: they are relative to the file. */
const placesIn = ['data', 'blobs'] as const

/** @throws UsageError naming file, line and what would be right. */
export function readConfigFile(file: string): Partial<RelayOptions> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [broken] = document.errors
  if (broken !== undefined) {
    const { line, col } = lines.linePos(broken.pos[0])
    throw new UsageError(`${file}:${line}:${col}: not YAML: ${broken.message}`)
  }
  const value: unknown = document.toJS() ?? {}
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`${file}:1: not a list of options, each "name: value"`)
  }
  // What the command line may still say is not missed here.
  const complete = { data: '.', ...value }
  const fault = faultOf(complete)
  if (fault !== null) throw new UsageError(`${file}${lineOf(document, lines, fault.place)}: ${fault.words}`)
  const { data: _, ...others } = Value.Parse(RelayOptions, complete)
  const given = { ...others, ...('data' in value && { data: complete.data }) }
  const folder = path.dirname(file)
  const placed = placesIn.flatMap((name) =>
    given[name] === undefined ? [] : [[name, path.resolve(folder, given[name])]],
  )
  return { ...given, ...Object.fromEntries(placed), ...certificateIn(folder, given) }
}

function certificateIn(folder: string, { tls }: Partial<RelayOptions>) {
  if (typeof tls !== 'object') return {}
  return { tls: { cert: path.resolve(folder, tls.cert), key: path.resolve(folder, tls.key) } }
}

export interface Fault {
  /** Names of options, from the outside in. */
  readonly place: readonly string[]
  readonly words: string
}

/** The first thing that is wrong; null where nothing is. */
export function faultOf(options: unknown): Fault | null {
  if (Value.Check(RelayOptions, options)) return null
  // Of a choice between words and a group of options, what concerns the one that was not meant is no help.
  const all = Value.Errors(RelayOptions, options)
  const ofGroup = all.filter(({ keyword }) => keyword === 'required')
  const errors = ofGroup.length > 0 ? ofGroup : all
  const [first] = errors
  const place = first?.instancePath.split('/').slice(1) ?? []
  const said = `${place.join('.')}: `
  if (first?.keyword === 'boolean') {
    return { place, words: `${said}there is no such option; known are ${known(place.slice(0, -1)).join(', ')}` }
  }
  const choices = errors.flatMap(({ keyword, instancePath, params }) =>
    keyword === 'const' && instancePath === first?.instancePath && 'allowedValue' in params
      ? [params.allowedValue]
      : [],
  )
  if (choices.length > 0) return { place, words: `${said}must be one of ${choices.join(', ')}` }
  return { place, words: `${place.length > 0 ? said : ''}${first?.message ?? 'not valid'}` }
}

/** Names of the options at a place. */
function known(place: readonly string[]): string[] {
  let schema: TSchema & { properties?: Record<string, TSchema> } = RelayOptions
  for (const name of place) schema = schema.properties?.[name] ?? schema
  return Object.keys(schema.properties ?? {})
}

/** `:line` of an option's name in the file, or of the nearest one around it. */
function lineOf(document: Document, lines: LineCounter, place: readonly string[]): string {
  for (let length = place.length; length > 0; length -= 1) {
    const around = length === 1 ? document.contents : document.getIn(place.slice(0, length - 1), true)
    if (!isMap(around)) continue
    const pair = around.items.find(({ key }) => String(key) === place[length - 1])
    const key = pair?.key as { range?: [number, number, number] } | undefined
    if (key?.range !== undefined) return `:${lines.linePos(key.range[0]).line}`
  }
  return ''
}
