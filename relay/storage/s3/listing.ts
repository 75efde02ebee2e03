/** Reads what `ListObjectsV2` answers, as far as it concerns us. Pure. */

export interface Listing {
  /** `changedAt`: milliseconds since the epoch by the store's clock. */
  readonly objects: readonly { readonly key: string; readonly changedAt: number }[]
  /** Continues it; null at the end. */
  readonly next: string | null
}

export function readListing(xml: string): Listing {
  const objects = [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, object = '']) => ({
    key: textOf(object, 'Key') ?? '',
    changedAt: Date.parse(textOf(object, 'LastModified') ?? ''),
  }))
  return { objects, next: textOf(xml, 'NextContinuationToken') }
}

/** No element of these has another one, or an attribute, inside. */
function textOf(xml: string, name: string): string | null {
  const [, text] = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml) ?? []
  return text === undefined ? null : withoutEntities(text)
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** XML 1.0, section 4.6, and character references. */
function withoutEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (whole, hex, decimal, name) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
    return decimal === undefined ? (entities[name] ?? whole) : String.fromCodePoint(Number(decimal))
  })
}
