/** The number that the other side sees, pasted, typed or scanned, and whether it is the same. */
import { ScanLine } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useT } from '../i18n/index.ts'
import { Banner, Button, TextField } from '../ui/index.ts'
import { Scanner } from './Scanner.tsx'
import styles from './trust.module.css'
import type { ComparisonState } from './useComparison.ts'

export interface ComparisonProps {
  readonly name: string
  readonly comparison: ComparisonState
}

const safetyDigits = 60

export function Comparison({ name, comparison }: ComparisonProps) {
  const t = useT()
  const [text, setText] = useState('')
  const [scanning, setScanning] = useState(false)
  const { result, compare, reset } = comparison
  const outcome = useRef<HTMLDivElement>(null)
  const count = (text.match(/\d/gu) ?? []).length

  // In a small window it would appear out of sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each outcome is to be seen
  useEffect(() => {
    // Newer browsers give a promise, which is no clean-up.
    void outcome.current?.scrollIntoView({ block: 'nearest' })
  }, [result])

  const change = (next: string) => {
    setText(next)
    // Before all of it is there, nothing is wrong with it.
    if ((next.match(/\d/gu) ?? []).length >= safetyDigits || next.includes(':')) void compare(next)
    else reset()
  }
  return (
    <div className={styles.comparison}>
      <p className={styles.hint}>{t('trust.how', { name })}</p>
      <div className={styles.compareRow}>
        <TextField
          label={t('trust.theirs', { name })}
          value={text}
          onChange={change}
          inputMode="numeric"
          autoComplete="off"
          error={result === 'nonsense' ? t('trust.nonsense') : undefined}
          description={
            count > 0 && count < safetyDigits ? t('trust.digits-left', { count, all: safetyDigits }) : undefined
          }
        />
        {!scanning && (
          <Button icon={<ScanLine size={18} aria-hidden />} onPress={() => setScanning(true)}>
            {t('trust.scan')}
          </Button>
        )}
      </div>
      {scanning && (
        <Scanner
          onCode={(code) =>
            void compare(code).then((isNumber) => {
              if (isNumber) setScanning(false)
            })
          }
          onClose={() => setScanning(false)}
        />
      )}
      <div aria-live="assertive" ref={outcome}>
        {result === 'same' && <Banner tone="success">{t('trust.same', { name })}</Banner>}
        {result === 'different' && <Banner tone="danger">{t('trust.different', { name })}</Banner>}
      </div>
    </div>
  )
}
