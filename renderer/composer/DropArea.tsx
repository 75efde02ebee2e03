/** Lets files and folders be dropped onto the chat, and says so while they hover above it. For the keyboard there are buttons. */
import { FileUp } from 'lucide-react'
import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import type { PageFolder } from '../app/client.ts'
import { useT } from '../i18n/index.ts'
import styles from './DropArea.module.css'
import { droppedOf } from './page-folders.ts'

export interface DropAreaProps {
  readonly name: string
  readonly onFiles: (files: readonly File[], folders: readonly PageFolder[]) => void
  /** A request that was not accepted takes no files. */
  readonly disabled?: boolean
  readonly className?: string | undefined
  readonly children: ReactNode
}

const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files')

export function DropArea({ name, onFiles, disabled = false, className, children }: DropAreaProps) {
  const t = useT()
  const [over, setOver] = useState(false)
  // Moving over a child leaves and enters again; only the last leave counts.
  const depth = useRef(0)
  const move = (step: 1 | -1) => {
    depth.current = Math.max(0, depth.current + step)
    setOver(depth.current > 0)
  }
  const handlers = disabled
    ? {}
    : {
        onDragEnter: (event: DragEvent) => {
          if (hasFiles(event)) move(1)
        },
        onDragLeave: (event: DragEvent) => {
          if (hasFiles(event)) move(-1)
        },
        onDragOver: (event: DragEvent) => {
          if (!hasFiles(event)) return
          event.preventDefault()
          event.dataTransfer.dropEffect = 'copy'
        },
        onDrop: (event: DragEvent) => {
          depth.current = 0
          setOver(false)
          if (!hasFiles(event)) return
          event.preventDefault()
          const { files, folders } = droppedOf(event.dataTransfer)
          onFiles(files, folders)
        },
      }
  return (
    <div className={className} {...handlers}>
      {children}
      {over && (
        <div className={styles.over}>
          <FileUp size={40} strokeWidth={1.5} aria-hidden />
          <p>{t('composer.drop', { name })}</p>
        </div>
      )}
    </div>
  )
}
