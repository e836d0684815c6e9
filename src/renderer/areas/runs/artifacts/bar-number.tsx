import { NumberField, type NumberFieldProps } from '../../../ui/index.ts';
import styles from './artifacts.module.css';

/** A number field in a line of text, with its label before it. */
export function BarNumber({ label, ...field }: NumberFieldProps & { label: string }) {
  return (
    <>
      <span aria-hidden>{label}</span>
      <div className={styles.goTo}>
        <NumberField label={label} hideLabel {...field} />
      </div>
    </>
  );
}
