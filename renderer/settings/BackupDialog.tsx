/** Makes a backup now: says what is in it and what opens it, shows how far it is, can be stopped. */
import { useEffect, useRef, useState } from 'react'
import { useClients } from '../app/client.ts'
import { useProtection } from '../app/lock.ts'
import { useShellInfo } from '../app/shellInfo.ts'
import { useErrorText, useFormats, useT } from '../i18n/index.ts'
import { Banner, Button, Dialog, ProgressBar } from '../ui/index.ts'

type State =
  | { readonly phase: 'asking'; readonly error: unknown }
  | { readonly phase: 'running'; readonly share: number | null }
  | { readonly phase: 'done'; readonly name: string; readonly size: number }

export function BackupDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useT()
  const errorText = useErrorText()
  const { bytes } = useFormats()
  const { core, shell } = useClients()
  const choosesFolder = useShellInfo().shell === 'electron'
  const { passphrase } = useProtection()
  const [state, setState] = useState<State>({ phase: 'asking', error: null })
  const running = useRef<AbortController>(null)
  useEffect(() => () => running.current?.abort(), [])

  const run = async () => {
    const controller = new AbortController()
    const { signal } = controller
    running.current = controller
    try {
      const chosen = choosesFolder ? await shell.chooseFolder() : null
      if (choosesFolder && chosen === null) return
      setState({ phase: 'running', share: null })
      const events = await core.backup.save(chosen === null ? {} : { folder: chosen.token }, { signal })
      for await (const event of events) {
        if (event.type === 'done') setState({ phase: 'done', name: event.name, size: event.size })
        else setState({ phase: 'running', share: event.total === 0 ? null : event.done / event.total })
      }
    } catch (error) {
      if (!signal.aborted) setState({ phase: 'asking', error })
    }
  }
  const buttons = {
    asking: (
      <>
        <Button onPress={onClose}>{t('ui.cancel')}</Button>
        <Button variant="primary" onPress={() => void run()}>
          {t(choosesFolder ? 'backup.choose' : 'backup.make')}
        </Button>
      </>
    ),
    running: <Button onPress={onClose}>{t('ui.cancel')}</Button>,
    done: (
      <Button variant="primary" onPress={onClose}>
        {t('ui.close')}
      </Button>
    ),
  }
  return (
    <Dialog title={t('backup.dialog')} isOpen onClose={onClose} buttons={buttons[state.phase]}>
      {state.phase === 'asking' && (
        <>
          <p>{t('backup.words')}</p>
          <p>{t(passphrase ? 'backup.opens.passphrase' : 'backup.opens.phrase')}</p>
          <p>{t('backup.moving')}</p>
          {state.error !== null && <Banner tone="danger">{errorText(state.error)}</Banner>}
        </>
      )}
      {state.phase === 'running' && <ProgressBar label={t('backup.running')} value={state.share} />}
      {state.phase === 'done' && <p role="status">{t('backup.done', { name: state.name, size: bytes(state.size) })}</p>}
    </Dialog>
  )
}
