/**
 * Turns the name that another person gave a file into one that every system takes and that shows what it is. Owns the
 * rules for names; has no knowledge of folders.
 */

/** Bytes of UTF-8; file systems allow 255, and `.part` and ` (99)` must still fit. */
const maxBytes = 200
/** What is kept of an extension when a name is cut. */
const maxExtensionBytes = 20

/** Characters that Windows refuses, path separators of any system, and control characters (C0, DEL, C1). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const refused = /[<>:"/\\|?*\u0000-\u001f\u007f-\u009f]/gu
/** Unicode's format characters turn or hide text (`exe.fdp` shown for `pdf.exe`); surrogates and private use have no meaning. */
const invisible = /[\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu
/** Devices of Windows, with any extension (Microsoft, "Naming Files, Paths, and Namespaces"). */
const device = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?= *(?:\.|$))/iu

/**
 * A name without path, at most 201 bytes of UTF-8, in normalisation form C; `file` where nothing is left. `hidden`: a dot
 * in front stays, as in a folder that somebody chose as a whole.
 */
export function safeName(offered: string, { hidden = false }: { readonly hidden?: boolean } = {}): string {
  const shown = offered.normalize('NFC').replace(invisible, '').replace(refused, '_').replace(/\s+/gu, ' ')
  const harmless = trimmed(shown).replace(device, (name) => `${name}_`)
  const name = trimmed(shortened(harmless))
  if (name === '') return 'file'
  return hidden && shown.startsWith('.') ? `.${name}` : name
}

/** `name.ext` for `copy` 1, `name (2).ext` for 2 and so on. */
export function numberedName(name: string, copy: number): string {
  if (copy === 1) return name
  const { stem, extension } = split(name)
  return `${stem} (${copy})${extension}`
}

/** Windows drops dots and spaces at the end; a dot in front hides the file elsewhere. */
const trimmed = (name: string) => name.replace(/^[.\s]+|[.\s]+$/gu, '')

function shortened(name: string): string {
  if (Buffer.byteLength(name) <= maxBytes) return name
  const { stem, extension } = split(name)
  const kept = Buffer.byteLength(extension) <= maxExtensionBytes ? extension : ''
  return cut(kept === '' ? name : stem, maxBytes - Buffer.byteLength(kept)).trimEnd() + kept
}

/** The longest beginning of at most `bytes` bytes that ends between two characters. */
function cut(text: string, bytes: number): string {
  let length = 0
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    length += Buffer.byteLength(segment)
    if (length > bytes) break
    kept += segment
  }
  return kept
}

/** `.tar.gz` and the like count as one extension. */
function split(name: string): { stem: string; extension: string } {
  const extension = /(?:\.tar)?\.[^.\s]+$/iu.exec(name)?.[0] ?? ''
  return extension.length === name.length
    ? { stem: name, extension: '' }
    : { stem: name.slice(0, name.length - extension.length), extension }
}
