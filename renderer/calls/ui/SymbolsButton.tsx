/** Four symbols that both sides compare, and what they are good for. */
import { ShieldAlert } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useT } from '../../i18n/index.ts'
import { Dialog } from '../../ui/index.ts'
import type { CallSymbol } from '../verification/symbols.ts'
import styles from './SymbolsButton.module.css'

export interface SymbolsButtonProps {
  readonly symbols: readonly CallSymbol[]
  /** Of whom one talks to. */
  readonly name: string
}

export function SymbolsButton({ symbols, name }: SymbolsButtonProps) {
  const t = useT()
  const [open, setOpen] = useState(false)
  const names = symbols.map((symbol) => t(symbol.name)).join(', ')
  return (
    <>
      <AriaButton
        className={styles.button ?? ''}
        aria-label={t('calls.symbols', { names })}
        onPress={() => setOpen(true)}
      >
        {symbols.map(({ emoji }, place) => (
          // One symbol may stand there twice.
          // biome-ignore lint/suspicious/noArrayIndexKey: the places never change
          <span key={place} aria-hidden>
            {emoji}
          </span>
        ))}
      </AriaButton>
      <Dialog title={t('calls.symbols.title')} isOpen={open} onClose={() => setOpen(false)}>
        <ol className={styles.symbols}>
          {symbols.map((symbol, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the places never change
            <li key={place} className={styles.symbol}>
              <span className={styles.emoji} aria-hidden>
                {symbol.emoji}
              </span>
              {t(symbol.name)}
            </li>
          ))}
        </ol>
        <p>{t('calls.symbols.words', { name })}</p>
        <p className={styles.differ}>
          <ShieldAlert size={18} aria-hidden />
          <span>{t('calls.symbols.differ', { name })}</span>
        </p>
      </Dialog>
    </>
  )
}
