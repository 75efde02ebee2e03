/** What the shell told about itself at the start. */
import { createContext, useContext } from 'react'
import type { ShellInfo } from '../../shared/contract/index.ts'

const ShellInfoContext = createContext<ShellInfo | null>(null)

export const ShellInfoProvider = ShellInfoContext.Provider

export function useShellInfo(): ShellInfo {
  const info = useContext(ShellInfoContext)
  if (!info) throw new Error('no shell info above')
  return info
}
