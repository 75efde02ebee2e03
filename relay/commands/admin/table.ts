/** Forms of what the commands show. */

/** Columns under each other. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, n) => cell.padEnd(widths[n] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

export function bytes(count: number): string {
  const unit = count === 0 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(count) / 10))
  return `${Number((count / 1024 ** unit).toFixed(1))} ${units[unit]}`
}

const prefixes = ['', 'k', 'm', 'g', 't']

/** Bytes of a size as it is written, such as `20GiB` or `500 MB`; undefined where it is none. */
export function sizeOf(written: string): number | undefined {
  const [, count, prefix = '', binary] = /^(\d{1,9}(?:\.\d+)?)\s*([kmgt]?)(i?)b?$/i.exec(written) ?? []
  if (count === undefined) return undefined
  return Math.floor(Number(count) * (binary === '' ? 1000 : 1024) ** prefixes.indexOf(prefix.toLowerCase()))
}

export const date = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')
