/** Changes in the field one writes in, as if typed: the system's undo takes them back. */
import type { Change } from './model/markup/index.ts'

export function changeField(field: HTMLTextAreaElement, { from, to, insert, start, end }: Change): void {
  field.focus()
  field.setSelectionRange(from, to)
  // Deprecated, and the only way into a field that its undo knows of.
  const done = document.execCommand(insert === '' ? 'delete' : 'insertText', false, insert)
  if (!done) {
    field.setRangeText(insert, from, to)
    field.dispatchEvent(new InputEvent('input', { bubbles: true }))
  }
  field.setSelectionRange(start, end)
}

/** At the caret, in place of what is selected. */
export function insertAtCaret(field: HTMLTextAreaElement, insert: string): void {
  const { selectionStart: from, selectionEnd: to } = field
  const at = from + insert.length
  changeField(field, { from, to, insert, start: at, end: at })
}
