/** Local paths that the user chose, as the tokens and names that a page may know. */
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { type BrowserWindow, dialog } from 'electron'
import type { ChosenFile } from '../../shared/contract/index.ts'
import type { PathTokens } from '../core-process/index.ts'
import type { Texts } from './texts/index.ts'

/** Null where there is neither regular file nor folder. */
export async function chosenFile(file: string, tokens: PathTokens): Promise<ChosenFile | null> {
  const status = await stat(file).catch(() => null)
  const kind = status?.isFile() ? 'file' : status?.isDirectory() ? 'folder' : null
  if (status === null || kind === null) return null
  const token = tokens.add({ path: path.resolve(file), kind, spooled: false })
  return { token, name: path.basename(file), size: kind === 'file' ? status.size : 0 }
}

export async function chooseFolder(window: BrowserWindow, tokens: PathTokens, texts: Texts) {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: texts('dialog.chooseFolder'),
    properties: ['openDirectory', 'createDirectory', 'dontAddToRecent'],
  })
  const [folder] = filePaths
  if (folder === undefined) return null
  return { token: tokens.add({ path: folder, kind: 'folder', spooled: false }), name: path.basename(folder) || folder }
}
