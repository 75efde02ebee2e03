/** A transfer as it stands in a chat and in the list: file, progress, what matters, what can be done. */
import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Transfer } from '../../shared/contract/transfers.ts'
import { useErrorText, useFormats, useT } from '../i18n/index.ts'
import { classes, ProgressBar } from '../ui/index.ts'
import { FileIcon } from './FileIcon.tsx'
import { hasProgress, shareOf } from './model/transfer.ts'
import { SpeedGraph } from './SpeedGraph.tsx'
import { TransferActions } from './TransferActions.tsx'
import styles from './transfer.module.css'
import { problemWords, runningFacts, sizeWords, stateWords } from './words.ts'

export interface TransferCardProps {
  readonly transfer: Transfer
  /** A line about where it belongs: the other person's name in the list of all transfers. */
  readonly context?: string
  /** One more button. */
  readonly action?: ReactNode
  /** With a line of how fast it was. */
  readonly graph?: boolean
}

export function TransferCard({ transfer, context, action, graph = false }: TransferCardProps) {
  const t = useT()
  const formats = useFormats()
  const errorText = useErrorText()
  const { name, state, folder } = transfer
  const facts = runningFacts(transfer, t, formats)
  const share = shareOf(transfer)
  const problem = problemWords(transfer, t, errorText)
  const decides = state === 'offered' && transfer.direction === 'incoming'
  return (
    <div className={styles.card}>
      <FileIcon name={name} state={state} folder={folder !== null} />
      <div className={styles.file}>
        <span className={styles.name} title={name}>
          {name}
        </span>
        <span className={styles.facts}>
          {context && <span>{context}</span>}
          {sizeWords(transfer, t, formats).map((words) => (
            <span key={words}>{words}</span>
          ))}
          {state !== 'running' && state !== 'failed' && <span>{stateWords(transfer, t, errorText)}</span>}
        </span>
      </div>
      <div className={styles.actions}>
        {!decides && <TransferActions transfer={transfer} />}
        {action}
      </div>
      {hasProgress(transfer) && (
        <div className={styles.progress}>
          <ProgressBar
            label={t('transfers.progress', { name })}
            value={share}
            tone={state === 'running' || state === 'preparing' ? 'accent' : 'quiet'}
            {...(share === null ? {} : { valueLabel: formats.percent(share) })}
          />
          {facts.length > 0 && (
            <span className={classes(styles.facts, transfer.bytesPerSecond > 0 && styles.live)}>
              {facts.map((fact) => (
                <span key={fact}>{fact}</span>
              ))}
            </span>
          )}
        </div>
      )}
      {graph && hasProgress(transfer) && <SpeedGraph id={transfer.id} />}
      {problem !== '' && (
        <span className={styles.failure}>
          <CircleAlert size={14} aria-hidden />
          <span>{problem}</span>
        </span>
      )}
      {folder !== null && folder.leftOut > 0 && (
        <span className={styles.note}>{t('transfers.left-out', { count: folder.leftOut })}</span>
      )}
      {decides && (
        <div className={styles.decisions}>
          <TransferActions transfer={transfer} />
        </div>
      )}
    </div>
  )
}
