/** Folders as a browser gives them: dropped, or chosen through a field. Has no knowledge of what becomes of them. */
import type { PageFolder } from '../app/client.ts'

/** What was dropped. Must be called while the event is handled: afterwards the browser has forgotten. */
export function droppedOf(transfer: DataTransfer): {
  readonly files: readonly File[]
  readonly folders: readonly PageFolder[]
} {
  const files: File[] = []
  const folders: PageFolder[] = []
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue
    const entry = item.webkitGetAsEntry()
    const file = item.getAsFile()
    if (isFolder(entry)) folders.push({ name: entry.name, handle: file, entries: () => walk(entry, '') })
    else if (file !== null) files.push(file)
  }
  return { files, folders }
}

/** What a field with `webkitdirectory` gives: files alone, each with its path from the folder on. */
export function chosenFolder(files: readonly File[]): PageFolder | null {
  const [first] = files
  if (first === undefined) return null
  const [name = ''] = first.webkitRelativePath.split('/')
  async function* entries() {
    for (const file of files) yield { path: file.webkitRelativePath.slice(name.length + 1), file }
  }
  return { name, handle: null, entries }
}

const isFolder = (entry: FileSystemEntry | null): entry is FileSystemDirectoryEntry => entry?.isDirectory === true
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile

async function* walk(folder: FileSystemDirectoryEntry, parent: string): ReturnType<PageFolder['entries']> {
  const reader = folder.createReader()
  for (;;) {
    // It gives some at a time, and none when there are no more.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return
    for (const entry of some) {
      const path = `${parent}${entry.name}`
      if (isFolder(entry)) {
        yield { path, file: null }
        yield* walk(entry, `${path}/`)
      } else if (isFile(entry)) {
        yield { path, file: await new Promise<File>((resolve, reject) => entry.file(resolve, reject)) }
      }
    }
  }
}
