/** What kind of file it is, as a picture; decoration beside the name. */
import { File, FileArchive, FileCode, FileHeadphone, FileImage, FilePlay, FileText, Folder } from 'lucide-react'
import type { Transfer } from '../../shared/contract/transfers.ts'
import { classes } from '../ui/index.ts'
import { sortOf } from './model/transfer.ts'
import styles from './transfer.module.css'

const icons = {
  image: FileImage,
  video: FilePlay,
  audio: FileHeadphone,
  archive: FileArchive,
  code: FileCode,
  text: FileText,
  other: File,
} as const

export interface FileIconProps {
  readonly name: string
  readonly state?: Transfer['state'] | undefined
  readonly folder?: boolean
}

export function FileIcon({ name, state, folder = false }: FileIconProps) {
  const Icon = folder ? Folder : icons[sortOf(name)]
  return (
    <span className={classes(styles.icon, state === 'failed' && styles.iconFailed)} aria-hidden>
      <Icon size={22} strokeWidth={1.75} />
    </span>
  )
}
