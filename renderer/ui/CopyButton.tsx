/** Copies a text and says so. How text reaches the clipboard is the caller's. */
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useT } from '../i18n/index.ts'
import { Button, IconButton } from './Button.tsx'

/** Long enough to be seen. */
const confirmedForMs = 2000

export interface CopyButtonProps {
  /** Words on the button, or the accessible name of the icon. */
  readonly label: string
  readonly onCopy: () => void
  readonly iconOnly?: boolean
}

export function CopyButton({ label, onCopy, iconOnly = false }: CopyButtonProps) {
  const t = useT()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), confirmedForMs)
    return () => clearTimeout(timer)
  }, [copied])
  const press = () => {
    onCopy()
    setCopied(true)
  }
  const icon = copied ? <Check size={18} /> : <Copy size={18} />
  return (
    <>
      {iconOnly ? (
        <IconButton label={copied ? t('ui.copied') : label} icon={icon} onPress={press} />
      ) : (
        <Button icon={icon} onPress={press}>
          {copied ? t('ui.copied') : label}
        </Button>
      )}
    </>
  )
}
