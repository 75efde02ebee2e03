/** The theme on the page. Without the attribute tokens.css follows the system. */
import type { Settings } from '../../shared/contract/index.ts'

export function applyTheme(theme: Settings['theme']): void {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset.theme
  else dataset.theme = theme
}
