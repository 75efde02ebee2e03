/** The skin tone and the emoji used last, kept in the profile. */
import { useCallback } from 'react'
import { detach } from '../../shared/errors.ts'
import { useCore } from '../app/client.ts'
import { useReport } from '../app/report.ts'
import { useSettings } from '../app/streams.ts'
import { afterUse } from './model/recent.ts'

export interface Choices {
  readonly tone: number
  readonly recent: readonly string[]
  readonly setTone: (tone: number) => void
  readonly used: (emoji: string) => void
}

const none: readonly string[] = []

export function useChoices(): Choices {
  const core = useCore()
  const report = useReport()
  const settings = useSettings()
  const tone = settings?.skinTone ?? 0
  const recent = settings?.recentEmoji ?? none
  return {
    tone,
    recent,
    setTone: useCallback((skinTone) => detach(core.settings.change({ skinTone }), report), [core, report]),
    // That it is not remembered is no reason to speak.
    used: useCallback(
      (emoji) => detach(core.settings.change({ recentEmoji: afterUse(recent, emoji) }), () => {}),
      [core, recent],
    ),
  }
}
