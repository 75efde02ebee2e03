/** What is in an offered folder, to be accepted as a whole or in part. */
import { ChevronRight, File, Folder } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { VList } from 'virtua'
import type { Transfer } from '../../../shared/contract/transfers.ts'
import { useClients } from '../../app/client.ts'
import { useReport } from '../../app/report.ts'
import { useErrorText, useFormats, useT } from '../../i18n/index.ts'
import { Button, Checkbox, classes, Dialog, Spinner } from '../../ui/index.ts'
import styles from './ChooseFilesDialog.module.css'
import { type FolderList, type LeftOut, rangesOf, seen, sumOf, toggled, wantedOf } from './choice.ts'
import { useEntries } from './use-entries.ts'

/** So many are shown with all folders open. */
const allOpen = 100

export interface ChooseFilesDialogProps {
  readonly transfer: Transfer
  /** Whether a folder to save to can be chosen. */
  readonly folders: boolean
  readonly onClose: () => void
}

export function ChooseFilesDialog({ transfer, folders, onClose }: ChooseFilesDialogProps) {
  const t = useT()
  const formats = useFormats()
  const errorText = useErrorText()
  const report = useReport()
  const { core, shell } = useClients()
  const { list, error, retry } = useEntries(transfer.id)
  const [left, setLeft] = useState<LeftOut | null>(null)
  const [busy, setBusy] = useState(false)
  const without = left ?? new Uint8Array(list?.entries.length ?? 0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `without` stands for `left`
  const sum = useMemo(() => (list === null ? null : sumOf(list, without)), [list, left])
  const accept = async (ask: boolean) => {
    if (list === null) return
    setBusy(true)
    try {
      const folder = ask ? await shell.chooseFolder() : null
      if (ask && folder === null) return
      const chosen = folder === null ? {} : { folder: folder.token }
      await core.transfers.accept({ transferId: transfer.id, ...chosen, without: rangesOf(list, without) })
      onClose()
    } catch (thrown) {
      report(thrown)
    } finally {
      setBusy(false)
    }
  }
  const refused = sum === null || sum.nothing
  return (
    <Dialog
      title={t('transfers.choose.title', { name: transfer.name })}
      isOpen
      width="wide"
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          {folders && (
            <Button isDisabled={refused || busy} onPress={() => void accept(true)}>
              {t('transfers.action.save-to')}
            </Button>
          )}
          <Button variant="primary" isDisabled={refused} isPending={busy} onPress={() => void accept(false)}>
            {t('transfers.choose.accept', { count: sum?.files ?? 0 })}
          </Button>
        </>
      }
    >
      {error !== null ? (
        <div className={styles.middle} role="alert">
          <p>{errorText(error)}</p>
          <Button onPress={retry}>{t('ui.try-again')}</Button>
        </div>
      ) : list === null || sum === null ? (
        <div className={styles.middle}>
          <Spinner size={28} />
          <p>{t('transfers.choose.loading')}</p>
        </div>
      ) : (
        <>
          <Rows list={list} left={without} onChange={setLeft} />
          <p className={styles.sum} role="status">
            {t('transfers.choose.sum', { count: sum.files, size: formats.bytes(sum.bytes) })}
          </p>
        </>
      )}
    </Dialog>
  )
}

interface RowsProps {
  readonly list: FolderList
  readonly left: LeftOut
  readonly onChange: (left: LeftOut) => void
}

function Rows({ list, left, onChange }: RowsProps) {
  const t = useT()
  const formats = useFormats()
  const { entries } = list
  const [open, setOpen] = useState<ReadonlySet<number>>(
    () => new Set(entries.length <= allOpen ? entries.flatMap(({ folder }, entry) => (folder ? [entry] : [])) : []),
  )
  const rows = useMemo(() => seen(list, open), [list, open])
  const turn = (entry: number) => {
    const changed = new Set(open)
    if (!changed.delete(entry)) changed.add(entry)
    setOpen(changed)
  }
  if (entries.length === 0) return <p className={styles.middle}>{t('transfers.choose.empty')}</p>
  return (
    // biome-ignore lint/a11y/useSemanticElements: the rows are not direct children of the list
    <div role="list" aria-label={t('transfers.choose.list')} className={styles.rows}>
      <VList className={styles.scroll ?? ''}>
        {rows.map((entry) => {
          const { path, size, folder } = entries[entry] ?? { path: '', size: 0, folder: false }
          const name = path.slice(path.lastIndexOf('/') + 1)
          const wanted = wantedOf(list, left, entry)
          const Icon = folder ? Folder : File
          return (
            // biome-ignore lint/a11y/useSemanticElements: as above
            <div key={entry} role="listitem" className={styles.row}>
              <span style={{ width: `${(list.depths[entry] ?? 0) * 20}px` }} />
              {folder ? (
                <AriaButton
                  className={classes(styles.turn, open.has(entry) && styles.open)}
                  aria-label={t(open.has(entry) ? 'transfers.choose.close' : 'transfers.choose.open', { name })}
                  onPress={() => turn(entry)}
                >
                  <ChevronRight size={16} aria-hidden />
                </AriaButton>
              ) : (
                <span className={styles.turn} />
              )}
              <Checkbox
                isSelected={wanted === 'all'}
                isIndeterminate={wanted === 'some'}
                onChange={() => onChange(toggled(list, left, entry))}
              >
                <Icon size={16} aria-hidden />
                <span className={styles.name} title={path}>
                  {name}
                </span>
              </Checkbox>
              {!folder && <span className={styles.size}>{formats.bytes(size)}</span>}
            </div>
          )
        })}
      </VList>
    </div>
  )
}
