import { Search } from 'lucide-react';
import { type ComponentProps, useEffect, useState } from 'react';
import { classNames } from '../class-names.ts';
import styles from './controls.module.css';
import { Field, type FieldProps } from './field.tsx';

export interface TextFieldProps
  extends FieldProps,
    Pick<
      ComponentProps<'input'>,
      'placeholder' | 'disabled' | 'autoFocus' | 'onKeyDown' | 'onBlur' | 'list'
    > {
  value: string;
  onChange: (value: string) => void;
  /** Monospace, for ids, paths and code. */
  mono?: boolean;
  /** More than one line. */
  rows?: number;
}

export function TextField({
  value,
  onChange,
  mono = false,
  rows,
  label,
  hint,
  problem,
  hideLabel,
  ...rest
}: TextFieldProps) {
  const className = classNames(styles.input, mono && styles.mono);
  return (
    <Field {...{ label, hint, problem }} hideLabel={hideLabel ?? false}>
      {(attributes) =>
        rows === undefined ? (
          <input
            {...attributes}
            {...rest}
            className={className}
            value={value}
            spellCheck={false}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <textarea
            {...attributes}
            className={className}
            value={value}
            rows={rows}
            placeholder={rest.placeholder}
            disabled={rest.disabled}
            spellCheck={false}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </Field>
  );
}

export interface NumberFieldProps extends FieldProps {
  /** null while the field is empty. */
  value: number | null;
  onChange: (value: number | null) => void;
  minimum?: number;
  maximum?: number;
  step?: number;
  unit?: string;
  /** Shown when empty: the default that will be used. */
  placeholder?: string;
  disabled?: boolean;
}

const numberIn = (text: string): number | null =>
  text.trim() === '' || Number.isNaN(Number(text)) ? null : Number(text);

/** A number the user types. Keeps what was typed until it is a number, so "0." or "-" can be on the way to one. */
export function NumberField({
  value,
  onChange,
  minimum,
  maximum,
  step,
  unit,
  placeholder,
  disabled,
  label,
  hint,
  problem,
  hideLabel,
}: NumberFieldProps) {
  const [text, setText] = useState(value === null ? '' : String(value));
  useEffect(() => {
    setText((current) => (numberIn(current) === value ? current : value === null ? '' : String(value)));
  }, [value]);
  return (
    <Field {...{ label, hint, problem }} hideLabel={hideLabel ?? false}>
      {(attributes) => (
        <div className={styles.withUnit}>
          <input
            {...attributes}
            type="number"
            className={classNames(styles.input, styles.number)}
            style={unit === undefined ? undefined : { paddingRight: `${unit.length + 2}ch` }}
            value={text}
            min={minimum}
            max={maximum}
            step={step ?? 'any'}
            placeholder={placeholder}
            disabled={disabled}
            onChange={(event) => {
              setText(event.target.value);
              onChange(numberIn(event.target.value));
            }}
          />
          {unit !== undefined && <span className={styles.unit}>{unit}</span>}
        </div>
      )}
    </Field>
  );
}

/** The filter line of a list. The shell's "/" key puts the focus here. */
export function FilterField({
  value,
  onChange,
  placeholder = 'Filter',
  label = 'Filter',
}: {
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  label?: string;
}) {
  return (
    <div className={styles.withLeading}>
      <Search size={14} aria-hidden />
      <input
        type="search"
        data-filter
        aria-label={label}
        className={styles.input}
        value={value}
        placeholder={placeholder}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
