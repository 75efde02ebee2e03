/** The `Range` header of one request (RFC 9110 §14). Has no knowledge of files. */

export type Range =
  | { readonly kind: 'whole' }
  /** `end` is the first byte that is not meant any more. */
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  | { readonly kind: 'unsatisfiable' }

const form = /^bytes=(\d{0,15})-(\d{0,15})$/

/** What is no range of this form, several ranges among it, counts as none, as the RFC allows. `size`: bytes of the whole. */
export function rangeOf(header: string | null | undefined, size: number): Range {
  const match = form.exec(header ?? '')
  const [, first = '', last = ''] = match ?? []
  if (match === null || (first === '' && last === '')) return { kind: 'whole' }
  if (first === '') {
    const length = Math.min(size, Number(last))
    return length === 0 ? { kind: 'unsatisfiable' } : { kind: 'part', start: size - length, end: size }
  }
  const start = Number(first)
  const end = last === '' ? size : Math.min(size, Number(last) + 1)
  if (last !== '' && Number(last) < start) return { kind: 'whole' }
  return start >= size ? { kind: 'unsatisfiable' } : { kind: 'part', start, end }
}
