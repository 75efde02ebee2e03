/** What can be done to the looks of a text, for those who know no marks and keys. */
import { Bold, Code, EyeOff, Italic, SquareCode, Strikethrough, TextQuote, Type } from 'lucide-react'
import { useShellInfo } from '../app/shellInfo.ts'
import { heldKeys } from '../app/shortcuts.ts'
import { useT } from '../i18n/index.ts'
import { MenuButton, MenuItem } from '../ui/index.ts'
import { keysOf } from './model/format-keys.ts'
import { type Format, formats } from './model/markup/index.ts'

const icons = {
  bold: Bold,
  italic: Italic,
  strikethrough: Strikethrough,
  monospace: Code,
  spoiler: EyeOff,
  quote: TextQuote,
  'code-block': SquareCode,
} as const

export function FormatMenu({ onFormat }: { readonly onFormat: (format: Format) => void }) {
  const t = useT()
  const { platform } = useShellInfo()
  const { mod, shift } = heldKeys(platform, t('ui.key.control'), t('ui.key.shift'))
  return (
    <MenuButton label={t('composer.format')} icon={<Type size={20} aria-hidden />} tooltip="top" placement="top end">
      {formats.map((format) => {
        const Icon = icons[format]
        const keys = keysOf(format, mod, shift)
        return (
          <MenuItem
            key={format}
            label={t(`composer.format.${format}`)}
            icon={<Icon size={16} aria-hidden />}
            {...(keys === undefined ? {} : { keys })}
            onAction={() => onFormat(format)}
          />
        )
      })}
    </MenuButton>
  )
}
