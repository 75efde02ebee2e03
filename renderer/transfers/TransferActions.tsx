/** The buttons of a transfer: words for the decisions, icons for the rest. */
import { FolderDown, FolderOpen, ListChecks, Pause, Play, X } from 'lucide-react'
import { useState } from 'react'
import type { Transfer } from '../../shared/contract/transfers.ts'
import { detach } from '../../shared/errors.ts'
import { useClients } from '../app/client.ts'
import { useShellInfo } from '../app/shellInfo.ts'
import { useErrorText, useT } from '../i18n/index.ts'
import { Button, IconButton, showToast } from '../ui/index.ts'
import { ChooseFilesDialog } from './choose/ChooseFilesDialog.tsx'
import { actionsFor, type TransferAction } from './model/transfer.ts'

function useTransferActions(transfer: Transfer, choose: () => void): (action: TransferAction) => void {
  const { core, shell } = useClients()
  const errorText = useErrorText()
  const { id: transferId } = transfer
  const run = async (action: TransferAction): Promise<void> => {
    switch (action) {
      case 'accept':
        return core.transfers.accept({ transferId })
      case 'choose':
        return choose()
      case 'save-to': {
        const folder = await shell.chooseFolder()
        if (folder) await core.transfers.accept({ transferId, folder: folder.token })
        return
      }
      case 'decline':
        return core.transfers.decline({ transferId })
      case 'pause':
        return core.transfers.pause({ transferId })
      case 'resume':
        return core.transfers.resume({ transferId })
      case 'cancel':
        return core.transfers.cancel({ transferId })
      case 'show-in-folder':
        return shell.showInFolder({ transferId })
    }
  }
  return (action) => detach(run(action), (error) => showToast({ text: errorText(error), tone: 'danger' }))
}

const icons = {
  choose: ListChecks,
  'save-to': FolderDown,
  pause: Pause,
  resume: Play,
  cancel: X,
  'show-in-folder': FolderOpen,
} as const

export function TransferActions({ transfer }: { readonly transfer: Transfer }) {
  const t = useT()
  const { shell, unattended } = useShellInfo()
  const [choosing, setChoosing] = useState(false)
  const run = useTransferActions(transfer, () => setChoosing(true))
  const folders = shell === 'electron' && !unattended
  const actions = actionsFor(transfer, folders)
  const { name, folder } = transfer
  return (
    <>
      {actions.map((action) =>
        action === 'accept' || action === 'decline' ? (
          <Button
            key={action}
            size="small"
            variant={action === 'accept' ? 'primary' : 'secondary'}
            onPress={() => run(action)}
          >
            {t(folder === null ? `transfers.action.${action}` : `transfers.action.${action}-folder`)}
          </Button>
        ) : (
          <ActionIcon key={action} action={action} name={name} onPress={() => run(action)} />
        ),
      )}
      {choosing && <ChooseFilesDialog transfer={transfer} folders={folders} onClose={() => setChoosing(false)} />}
    </>
  )
}

interface ActionIconProps {
  readonly action: keyof typeof icons
  readonly name: string
  readonly onPress: () => void
}

function ActionIcon({ action, name, onPress }: ActionIconProps) {
  const t = useT()
  const Icon = icons[action]
  return (
    <IconButton
      size="small"
      label={t(action === 'choose' ? 'transfers.choose' : `transfers.action.${action}`)}
      icon={<Icon size={18} aria-hidden />}
      tooltip="top"
      aria-description={name}
      onPress={onPress}
    />
  )
}
