/** A number within bounds, at once. The native control, coloured by us. */
import { useId } from 'react'
import styles from './Slider.module.css'

export interface SliderProps {
  readonly label: string
  readonly value: number
  readonly minValue: number
  readonly maxValue: number
  readonly step: number
  readonly onChange: (value: number) => void
}

export function Slider({ label, value, minValue, maxValue, step, onChange }: SliderProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        className={styles.slider}
        value={value}
        min={minValue}
        max={maxValue}
        step={step}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
    </div>
  )
}
