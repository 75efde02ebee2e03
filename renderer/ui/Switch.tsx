/** On or off, at once. */
import { SwitchButton, SwitchField, type SwitchFieldProps, Text } from 'react-aria-components'
import styles from './Switch.module.css'

export interface SwitchProps extends Omit<SwitchFieldProps, 'className' | 'style' | 'children'> {
  readonly label: string
  /** Not part of the accessible name. */
  readonly description?: string
}

export function Switch({ label, description, ...props }: SwitchProps) {
  return (
    <SwitchField {...props} className={styles.field ?? ''}>
      <SwitchButton className={styles.switch ?? ''}>
        <span className={styles.label}>{label}</span>
        <span className={styles.track} />
      </SwitchButton>
      {description && (
        <Text slot="description" className={styles.description ?? ''}>
          {description}
        </Text>
      )}
    </SwitchField>
  )
}
