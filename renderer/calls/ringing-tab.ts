/** How an incoming call is said where only the tab of a browser is seen, or not even that. */
import { useEffect } from 'react'
import type { Call, Settings } from '../../shared/contract/index.ts'
import { isQuiet } from '../../shared/quiet.ts'
import { useShellInfo } from '../app/shellInfo.ts'
import { useSettings } from '../app/streams.ts'
import { useT } from '../i18n/index.ts'

/** Milliseconds after which the title changes. */
const blinkMs = 1_000

/** In the browser shell; Electron's has the system for that. `call`: the one that rings, or null. */
export function useRingingTab(call: Call | null): void {
  const t = useT()
  const { shell } = useShellInfo()
  const settings = useSettings()
  const rings = call !== null && shell === 'browser' && settings !== undefined && !isQuiet(settings, new Date())
  const name = rings ? (nameFor(call, settings) ?? t('calls.incoming.someone')) : ''
  const words = rings ? t('calls.incoming.from', { name }) : ''
  const kind = rings ? t(`calls.incoming.${call.media}`) : ''

  useEffect(() => {
    if (words === '') return
    const before = document.title
    const blink = () => {
      document.title = document.title === words ? before : words
    }
    blink()
    const timer = setInterval(blink, blinkMs)
    return () => {
      clearInterval(timer)
      document.title = before
    }
  }, [words])

  useEffect(() => {
    if (words === '' || document.hasFocus()) return
    if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return
    // The page rings.
    const notification = new Notification(words, { body: kind, requireInteraction: true, silent: true })
    notification.addEventListener('click', () => window.focus())
    return () => notification.close()
  }, [words, kind])
}

const nameFor = ({ name }: Call, { notifications }: Settings): string | null =>
  notifications === 'nothing' ? null : name
