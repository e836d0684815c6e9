import { type ReactNode, useId } from 'react';
import styles from './controls.module.css';

export interface FieldProps {
  label: string;
  /** One line that explains what the value does. */
  hint?: ReactNode;
  /** What is wrong with the value, and how to put it right. */
  problem?: string | undefined;
  /** Keeps the label for screen readers only, where the place makes it plain to the eye. */
  hideLabel?: boolean;
}

/** What an input needs to be tied to its label and its texts. */
export interface FieldAttributes {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  'aria-label'?: string;
}

export function Field({
  label,
  hint,
  problem,
  hideLabel = false,
  children,
}: FieldProps & { children: (attributes: FieldAttributes) => ReactNode }) {
  const id = useId();
  const textId = `${id}-text`;
  const text = problem ?? hint;
  const attributes: FieldAttributes = {
    id,
    ...(text !== undefined && { 'aria-describedby': textId }),
    ...(problem !== undefined && { 'aria-invalid': true }),
    ...(hideLabel && { 'aria-label': label }),
  };
  return (
    <div className={styles.field}>
      {!hideLabel && (
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
      )}
      {children(attributes)}
      {text !== undefined && (
        <div id={textId} className={problem === undefined ? styles.hint : styles.problem}>
          {text}
        </div>
      )}
    </div>
  );
}
