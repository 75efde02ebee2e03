/** All keyboard shortcuts, from the tables that the keys themselves are looked up in. */
import { Fragment } from 'react'
import { callKeys } from '../calls/index.ts'
import { formatKeys, keysOf } from '../composer/index.ts'
import { type MessageId, useT } from '../i18n/index.ts'
import { Dialog, Kbd } from '../ui/index.ts'
import { useNavigation } from './navigation.ts'
import styles from './ShortcutsDialog.module.css'
import { useShellInfo } from './shellInfo.ts'
import { heldKeys, shortcutsFor } from './shortcuts.ts'

interface Line {
  readonly label: MessageId
  readonly keys: string
}

function useLines(): readonly { readonly title: MessageId; readonly lines: readonly Line[] }[] {
  const t = useT()
  const { platform } = useShellInfo()
  const [control, shift] = [t('ui.key.control'), t('ui.key.shift')]
  const held = heldKeys(platform, control, shift)
  return [
    {
      title: 'shortcuts.everywhere',
      lines: shortcutsFor(platform, control, shift).map(({ action, keys }) => ({
        label: `settings.keyboard.${action}` as const,
        keys,
      })),
    },
    {
      title: 'shortcuts.writing',
      lines: [
        { label: 'shortcuts.send', keys: '↵' },
        { label: 'shortcuts.line', keys: `${held.shift}↵` },
        { label: 'shortcuts.edit-last', keys: '↑' },
        { label: 'shortcuts.leave', keys: 'Esc' },
        ...formatKeys.map(({ format }) => ({
          label: `composer.format.${format}` as const,
          keys: keysOf(format, held.mod, held.shift) ?? '',
        })),
      ],
    },
    {
      title: 'shortcuts.call',
      lines: [
        { label: 'shortcuts.microphone', keys: `${held.mod}${held.shift}${callKeys.microphone.toUpperCase()}` },
        { label: 'shortcuts.camera', keys: `${held.mod}${held.shift}${callKeys.camera.toUpperCase()}` },
        { label: 'shortcuts.talk', keys: t('shortcuts.talk-keys') },
      ],
    },
    {
      title: 'shortcuts.lists',
      lines: [
        { label: 'shortcuts.move', keys: '↑ ↓' },
        { label: 'shortcuts.ends', keys: t('shortcuts.ends-keys') },
        { label: 'shortcuts.menu', keys: `${held.shift}F10` },
        { label: 'shortcuts.copy', keys: `${held.mod}C` },
        { label: 'shortcuts.select-all', keys: `${held.mod}A` },
        { label: 'shortcuts.select-range', keys: t('shortcuts.select-range-keys', { shift: held.shift }) },
      ],
    },
  ]
}

export function ShortcutsDialog() {
  const t = useT()
  const { shortcuts, showShortcuts } = useNavigation()
  const groups = useLines()
  return (
    <Dialog title={t('shortcuts.title')} width="wide" isOpen={shortcuts} onClose={() => showShortcuts(false)}>
      <div className={styles.groups}>
        {groups.map(({ title, lines }) => (
          <section key={title} aria-label={t(title)}>
            <h3 className={styles.title}>{t(title)}</h3>
            <dl className={styles.lines}>
              {lines.map(({ label, keys }) => (
                <Fragment key={label}>
                  <dt>{t(label)}</dt>
                  <dd>
                    <Kbd>{keys}</Kbd>
                  </dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
