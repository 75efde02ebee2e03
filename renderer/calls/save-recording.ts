/** Hands a recorded call to the user, as the browser or the system saves files. */

/** Milliseconds until the film may be forgotten: by then it is being written. */
const heldMs = 10 * 60 * 1000

/** @param name of whom one talked to. */
export function saveRecording(film: Blob, name: string): void {
  const url = URL.createObjectURL(film)
  const link = document.createElement('a')
  link.href = url
  link.download = `${name} ${localTime(new Date())}.webm`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), heldMs)
}

/** Sorts by time, and is a file's name everywhere: `2026-11-27 18.05.09`. */
function localTime(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${two(at.getHours())}.${two(at.getMinutes())}.${two(at.getSeconds())}`
}
