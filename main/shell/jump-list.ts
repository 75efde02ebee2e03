/** What the system offers at the program's own entry, in the task bar of Windows. Linux has it from the desktop file, macOS from the dock's menu. */
import { app } from 'electron'
import { startOf } from './login-item.ts'
import type { Texts } from './texts/index.ts'

/** @param profile Absolute path of the profile's folder. */
export function setJumpList(profile: string, texts: Texts): void {
  if (process.platform !== 'win32') return
  const { program, args } = startOf(profile)
  const task = (word: string, title: string): Electron.Task => ({
    program,
    arguments: [...args, word].map(quoted).join(' '),
    title,
    description: title,
    iconPath: program,
    iconIndex: 0,
  })
  app.setUserTasks([task('--new-chat', texts('jump.newChat')), task('--settings', texts('tray.settings'))])
}

/** As `CommandLineToArgvW` takes it apart; a path holds no quotation mark there. */
const quoted = (word: string): string => (/\s/.test(word) ? `"${word.replace(/\\+$/, '$&$&')}"` : word)
