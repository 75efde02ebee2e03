/** Begins and ends that the other side sees one's screen. */
import { MonitorUp, MonitorX } from 'lucide-react'
import { useState } from 'react'
import type { ScreenSource, Screens } from '../../../shared/contract/index.ts'
import { detach } from '../../../shared/errors.ts'
import { useShell } from '../../app/client.ts'
import { useT } from '../../i18n/index.ts'
import { classes, IconButton, showToast } from '../../ui/index.ts'
import styles from './Controls.module.css'
import { ScreenPicker } from './ScreenPicker.tsx'

export interface ShareButtonProps {
  readonly sharing: boolean
  /** Shows what was chosen, or asks in the system's way. */
  readonly onShare: () => void
  readonly onStop: () => void
}

export function ShareButton({ sharing, onShare, onStop }: ShareButtonProps) {
  const t = useT()
  const shell = useShell()
  const [screens, setScreens] = useState<Screens | null>(null)
  const Icon = sharing ? MonitorX : MonitorUp

  const begin = async () => {
    const found = await shell.screens()
    if (found === null) onShare()
    else setScreens(found)
  }
  const choose = async ({ id }: ScreenSource, sound: boolean) => {
    await shell.chooseScreen({ id, sound })
    setScreens(null)
    onShare()
  }
  const run = (promise: Promise<void>) =>
    detach(promise, () => showToast({ tone: 'danger', text: t('calls.share.failed') }))
  return (
    <>
      <IconButton
        size="large"
        tooltip="top"
        label={t(sharing ? 'calls.share.stop' : 'calls.share')}
        icon={<Icon size={22} aria-hidden />}
        className={classes(styles.control, sharing && styles.off)}
        onPress={() => (sharing ? onStop() : run(begin()))}
      />
      {screens !== null && (
        <ScreenPicker
          screens={screens}
          onChoose={(source, sound) => run(choose(source, sound))}
          onClose={() => setScreens(null)}
        />
      )}
    </>
  )
}
