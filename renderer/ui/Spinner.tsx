/** A quiet sign of work; whoever shows it alone also says in words what is awaited. */
import { LoaderCircle } from 'lucide-react'
import styles from './Spinner.module.css'

export function Spinner({ size = 20 }: { readonly size?: number }) {
  return <LoaderCircle className={styles.spinner} size={size} aria-hidden />
}
