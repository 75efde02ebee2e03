/** After a while without input the caret stops blinking, as GTK's does: a window at rest has nothing to draw. */

/** GTK's `gtk-cursor-blink-timeout`, in milliseconds. */
const blinkForMs = 10_000
const inputs = ['keydown', 'pointerdown', 'focusin', 'compositionupdate'] as const

/** While `root` has `data-caret-rests`, base.css holds the caret still (`caret-animation`, CSS UI 4). */
export function restCaret(inputsOf: EventTarget, root: Pick<HTMLElement, 'dataset'>): void {
  const { dataset } = root
  const rest = () => {
    dataset.caretRests = ''
  }
  let timer = setTimeout(rest, blinkForMs)
  const wake = () => {
    clearTimeout(timer)
    if ('caretRests' in dataset) delete dataset.caretRests
    timer = setTimeout(rest, blinkForMs)
  }
  for (const input of inputs) inputsOf.addEventListener(input, wake, { capture: true, passive: true })
}
