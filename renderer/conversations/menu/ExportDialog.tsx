/** Writes a copy of a chat for reading elsewhere: asks with what, shows how far it is, can be stopped. */
import { useEffect, useRef, useState } from 'react'
import type { Conversation } from '../../../shared/contract/conversations.ts'
import { useClients } from '../../app/client.ts'
import { useShellInfo } from '../../app/shellInfo.ts'
import { useErrorText, useLocale, useT } from '../../i18n/index.ts'
import { Banner, Button, Dialog, ProgressBar, Switch } from '../../ui/index.ts'

export interface ExportDialogProps {
  readonly chat: Conversation
  readonly onClose: () => void
}

type State =
  | { readonly phase: 'asking'; readonly error: unknown }
  | { readonly phase: 'running'; readonly share: number | null }
  | { readonly phase: 'done'; readonly folder: string; readonly missing: number }

export function ExportDialog({ chat, onClose }: ExportDialogProps) {
  const t = useT()
  const language = useLocale()
  const errorText = useErrorText()
  const { core, shell } = useClients()
  const choosesFolder = useShellInfo().shell === 'electron'
  const [files, setFiles] = useState(true)
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
      const where = chosen === null ? {} : { folder: chosen.token }
      const events = await core.chatExport.conversation(
        { conversationId: chat.id, language, files, ...where },
        { signal },
      )
      for await (const event of events) {
        if (event.type === 'done') setState({ phase: 'done', folder: event.folder, missing: event.missing })
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
          {t(choosesFolder ? 'chat.export.choose' : 'chat.export.action')}
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
    <Dialog title={t('chat.export.title', { name: chat.name })} isOpen onClose={onClose} buttons={buttons[state.phase]}>
      {state.phase === 'asking' && (
        <>
          <p>{t('chat.export.words')}</p>
          <Switch label={t('chat.export.files')} isSelected={files} onChange={setFiles} />
          {state.error !== null && <Banner tone="danger">{errorText(state.error)}</Banner>}
        </>
      )}
      {state.phase === 'running' && <ProgressBar label={t('chat.export.running')} value={state.share} />}
      {state.phase === 'done' && (
        <>
          <p role="status">{t('chat.export.done', { folder: state.folder })}</p>
          {state.missing > 0 && <p>{t('chat.export.missing', { count: state.missing })}</p>}
        </>
      )}
    </Dialog>
  )
}
