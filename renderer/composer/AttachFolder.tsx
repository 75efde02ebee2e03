/** Chooses a folder to send: by the system's dialog where there is one, else by the browser's. */
import { FolderUp } from 'lucide-react'
import { useRef } from 'react'
import { useClients } from '../app/client.ts'
import { useReport } from '../app/report.ts'
import { useShellInfo } from '../app/shellInfo.ts'
import { useT } from '../i18n/index.ts'
import { IconButton } from '../ui/index.ts'
import styles from './Composer.module.css'
import { chosenFolder } from './page-folders.ts'
import type { Attach } from './use-attach.ts'

export function AttachFolder({ attach }: { readonly attach: Attach }) {
  const t = useT()
  const report = useReport()
  const { shell } = useClients()
  const info = useShellInfo()
  const input = useRef<HTMLInputElement>(null)
  const ask = async () => {
    const folder = await shell.chooseFolder()
    if (folder !== null) attach([], [folder])
  }
  const press = () => {
    if (info.shell === 'electron' && !info.unattended) void ask().catch(report)
    else if (input.current !== null) {
      input.current.webkitdirectory = true
      input.current.click()
    }
  }
  return (
    <>
      <IconButton
        label={t('composer.attach-folder')}
        icon={<FolderUp size={20} aria-hidden />}
        tooltip="top"
        className={styles.folder}
        onPress={press}
      />
      <input
        ref={input}
        type="file"
        hidden
        aria-hidden
        tabIndex={-1}
        onChange={({ target }) => {
          const folder = chosenFolder([...(target.files ?? [])])
          if (folder !== null) attach([], [folder])
          target.value = ''
        }}
      />
    </>
  )
}
