/** Something long that is written into a folder: says what it is, asks where to, shows how far it is, can be stopped. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useErrorText, useT } from '../i18n/index.ts'
import { Banner, Button, Dialog, ProgressBar } from '../ui/index.ts'
import { useShell } from './client.ts'
import { useShellInfo } from './shellInfo.ts'

interface Progress {
  readonly type: 'progress'
  readonly done: number
  readonly total: number
}

export interface FolderJobDialogProps<Done extends { readonly type: 'done' }> {
  readonly title: string
  /** What stands there before it begins. */
  readonly children: ReactNode
  /** The button that begins it, where the folder is asked for first, and where it is the download folder. */
  readonly choose: string
  readonly begin: string
  readonly running: string
  readonly job: (
    where: { readonly folder?: string },
    options: { readonly signal: AbortSignal },
  ) => Promise<AsyncIterable<Progress | Done>>
  /** What stands there when it is done. */
  readonly result: (done: Done) => ReactNode
  readonly onClose: () => void
}

type State<Done> =
  | { readonly phase: 'asking'; readonly error: unknown }
  | { readonly phase: 'running'; readonly share: number | null }
  | { readonly phase: 'done'; readonly done: Done }

export function FolderJobDialog<Done extends { readonly type: 'done' }>(props: FolderJobDialogProps<Done>) {
  const { title, children, choose, begin, running, job, result, onClose } = props
  const t = useT()
  const errorText = useErrorText()
  const shell = useShell()
  const choosesFolder = useShellInfo().shell === 'electron'
  const [state, setState] = useState<State<Done>>({ phase: 'asking', error: null })
  const controller = useRef<AbortController>(null)
  useEffect(() => () => controller.current?.abort(), [])

  const run = async () => {
    controller.current = new AbortController()
    const { signal } = controller.current
    try {
      const chosen = choosesFolder ? await shell.chooseFolder() : null
      if (choosesFolder && chosen === null) return
      setState({ phase: 'running', share: null })
      for await (const event of await job(chosen === null ? {} : { folder: chosen.token }, { signal })) {
        if (event.type === 'done') setState({ phase: 'done', done: event })
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
          {choosesFolder ? choose : begin}
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
    <Dialog title={title} isOpen onClose={onClose} buttons={buttons[state.phase]}>
      {state.phase === 'asking' && (
        <>
          {children}
          {state.error !== null && <Banner tone="danger">{errorText(state.error)}</Banner>}
        </>
      )}
      {state.phase === 'running' && <ProgressBar label={running} value={state.share} />}
      {state.phase === 'done' && result(state.done)}
    </Dialog>
  )
}
