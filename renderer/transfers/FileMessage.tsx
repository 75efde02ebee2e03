/** A file inside the timeline: its transfer where there is one, else what history knows of it. */
import { useCallback } from 'react'
import type { TransferId } from '../../shared/ids.ts'
import { useTransfers } from '../app/streams.ts'
import { useFormats } from '../i18n/index.ts'
import { FileIcon } from './FileIcon.tsx'
import { TransferCard } from './TransferCard.tsx'
import styles from './transfer.module.css'

export interface FileMessageProps {
  readonly transferId: TransferId
  readonly name: string
  /** Bytes. */
  readonly size: number
}

export function FileMessage({ transferId, name, size }: FileMessageProps) {
  const formats = useFormats()
  const transfer = useTransfers(useCallback((list) => list?.find(({ id }) => id === transferId), [transferId]))
  if (transfer) {
    return (
      <div className={styles.inMessage}>
        <TransferCard transfer={transfer} />
      </div>
    )
  }
  return (
    <div className={styles.inMessage}>
      <div className={styles.card}>
        <FileIcon name={name} />
        <div className={styles.file}>
          <span className={styles.name} title={name}>
            {name}
          </span>
          <span className={styles.facts}>{formats.bytes(size)}</span>
        </div>
      </div>
    </div>
  )
}
