/** A file that is dropped beside a chat must not replace the page. Has no knowledge of where files may go. */

/** Refuses dragged files wherever nobody below has taken them. */
export function refuseStrayDrops(target: Window): void {
  const refuse = (event: DragEvent) => {
    if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'none'
  }
  target.addEventListener('dragover', refuse)
  target.addEventListener('drop', refuse)
}
