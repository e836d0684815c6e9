import { classNames } from '../class-names.ts';
import styles from './controls.module.css';
import { Field, type FieldProps } from './field.tsx';

export interface Option<Value extends string = string> {
  value: Value;
  label: string;
  disabled?: boolean;
}

export interface SelectProps<Value extends string> extends FieldProps {
  value: Value | null;
  onChange: (value: Value) => void;
  options: readonly Option<Value>[];
  /** Shown while nothing is chosen. */
  placeholder?: string;
  disabled?: boolean;
  /** As wide as its text instead of its container. */
  inline?: boolean;
}

/** One of several. A native select: type-ahead, screen readers and long lists work as the system's own. */
export function Select<Value extends string>({
  value,
  onChange,
  options,
  placeholder = 'Choose',
  disabled,
  inline = false,
  label,
  hint,
  problem,
  hideLabel,
}: SelectProps<Value>) {
  return (
    <Field {...{ label, hint, problem }} hideLabel={hideLabel ?? false}>
      {(attributes) => (
        <select
          {...attributes}
          className={classNames(styles.input, styles.select, inline && styles.selectInline)}
          value={value ?? ''}
          disabled={disabled}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value);
            if (chosen !== undefined) onChange(chosen.value);
          }}
        >
          {value === null && (
            <option value="" disabled>
              {placeholder}
            </option>
          )}
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
