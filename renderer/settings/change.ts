/** Changes settings; a failure is said in a toast. */
import { useCallback, useState } from 'react'
import type { Settings, SettingsChange } from '../../shared/contract/index.ts'
import { useCore } from '../app/client.ts'
import { useSettings } from '../app/streams.ts'
import { useErrorText } from '../i18n/index.ts'
import { showToast } from '../ui/index.ts'

/** Gives the function that runs something that may fail and says so if it does. */
export function useAttempt(): (work: () => Promise<unknown>) => Promise<boolean> {
  const errorText = useErrorText()
  return useCallback(
    async (work) => {
      try {
        await work()
        return true
      } catch (error) {
        showToast({ tone: 'danger', text: errorText(error) })
        return false
      }
    },
    [errorText],
  )
}

export interface EditedSettings {
  /** What is in force, and already what was just chosen; undefined before it is known. */
  readonly settings: Settings | undefined
  readonly change: (change: SettingsChange) => void
}

/** The settings as the user sees them: a choice shows at once, and goes back if it could not be kept. */
export function useEditedSettings(): EditedSettings {
  const core = useCore()
  const attempt = useAttempt()
  const inForce = useSettings()
  const [chosen, setChosen] = useState<{ readonly over: Settings | undefined; readonly change: SettingsChange }>()

  const change = useCallback(
    async (part: SettingsChange) => {
      setChosen((before) => ({
        over: inForce,
        change: before?.over === inForce ? { ...before?.change, ...part } : part,
      }))
      const kept = await attempt(() => core.settings.change(part))
      if (!kept) setChosen(undefined)
    },
    [core, attempt, inForce],
  )

  // What the core says after a choice goes before the choice.
  const settings = inForce && chosen?.over === inForce ? { ...inForce, ...definedOf(chosen.change) } : inForce
  return { settings, change: (part) => void change(part) }
}

/** The change without what it leaves alone. */
function definedOf(change: SettingsChange): Partial<Settings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}

export interface SettingsProps {
  readonly settings: Settings
  readonly change: (change: SettingsChange) => void
}
