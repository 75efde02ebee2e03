/** The menu of the right mouse button for text and links. What has a menu of its own in the page never comes here. */
import { type ContextMenuParams, clipboard, Menu, type MenuItemConstructorOptions, type WebContents } from 'electron'
import type { Texts } from '../texts/index.ts'

type Items = MenuItemConstructorOptions[]

export function offerContextMenu(contents: WebContents, texts: () => Texts): void {
  contents.on('context-menu', (_event, params) => {
    const groups = [spelling(contents, params, texts()), editing(params, texts()), links(params, texts())]
    const items = groups
      .filter((group) => group.length > 0)
      .flatMap((group, i) => (i === 0 ? group : [{ type: 'separator' as const }, ...group]))
    if (items.length > 0) Menu.buildFromTemplate(items).popup()
  })
}

function spelling(
  contents: WebContents,
  { misspelledWord, dictionarySuggestions }: ContextMenuParams,
  texts: Texts,
): Items {
  if (misspelledWord === '') return []
  const suggested = dictionarySuggestions.map((word) => ({
    label: word,
    click: () => contents.replaceMisspelling(word),
  }))
  return [
    ...(suggested.length > 0 ? suggested : [{ label: texts('menu.noSuggestions'), enabled: false }]),
    {
      label: texts('menu.learnWord'),
      click: () => contents.session.addWordToSpellCheckerDictionary(misspelledWord),
    },
  ]
}

function editing({ isEditable, editFlags, selectionText }: ContextMenuParams, texts: Texts): Items {
  const copy = { role: 'copy', label: texts('menu.copy'), enabled: editFlags.canCopy } as const
  if (!isEditable) return selectionText.trim() === '' ? [] : [copy]
  return [
    { role: 'undo', label: texts('menu.undo'), enabled: editFlags.canUndo },
    { role: 'redo', label: texts('menu.redo'), enabled: editFlags.canRedo },
    { type: 'separator' },
    { role: 'cut', label: texts('menu.cut'), enabled: editFlags.canCut },
    copy,
    { role: 'paste', label: texts('menu.paste'), enabled: editFlags.canPaste },
    { role: 'selectAll', label: texts('menu.selectAll'), enabled: editFlags.canSelectAll },
  ]
}

function links({ linkURL }: ContextMenuParams, texts: Texts): Items {
  if (!/^(https?|mailto|megachat):/.test(linkURL)) return []
  return [{ label: texts('menu.copyLink'), click: () => clipboard.writeText(linkURL) }]
}
