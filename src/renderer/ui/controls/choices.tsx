import { Check, Minus } from 'lucide-react';
import { Checkbox as RadixCheckbox, Switch as RadixSwitch, ToggleGroup } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import styles from './controls.module.css';

interface ChoiceProps {
  label: ReactNode;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}

export function Checkbox({
  label,
  checked,
  onChange,
  disabled = false,
}: ChoiceProps & { checked: boolean | 'indeterminate' }) {
  const id = useId();
  return (
    <span className={styles.choice}>
      <RadixCheckbox.Root
        id={id}
        className={styles.checkbox}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(next) => onChange(next === true)}
      >
        <RadixCheckbox.Indicator>
          {checked === 'indeterminate' ? (
            <Minus size={12} strokeWidth={3} />
          ) : (
            <Check size={12} strokeWidth={3} />
          )}
        </RadixCheckbox.Indicator>
      </RadixCheckbox.Root>
      <label htmlFor={id}>{label}</label>
    </span>
  );
}

/** Something that is on or off at once, such as an endpoint. */
export function Switch({
  label,
  hideLabel = false,
  checked,
  onChange,
  disabled = false,
  busy = false,
}: ChoiceProps & {
  checked: boolean;
  label: string;
  hideLabel?: boolean;
  /** Refuses to be turned while work is under way, and keeps the keyboard. */
  busy?: boolean;
}) {
  const id = useId();
  return (
    <span className={styles.choice}>
      <RadixSwitch.Root
        id={id}
        className={styles.switch}
        checked={checked}
        disabled={disabled}
        aria-disabled={busy || undefined}
        aria-busy={busy || undefined}
        onCheckedChange={(next) => !busy && onChange(next)}
        {...(hideLabel && { 'aria-label': label })}
      >
        <RadixSwitch.Thumb className={styles.thumb} />
      </RadixSwitch.Root>
      {!hideLabel && <label htmlFor={id}>{label}</label>}
    </span>
  );
}

/** Two to five choices side by side, one of them taken. */
export function Segments<Value extends string>({
  label,
  value,
  onChange,
  options,
}: {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: ReactNode }[];
}) {
  return (
    <ToggleGroup.Root
      type="single"
      className={styles.segments}
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen !== undefined) onChange(chosen.value);
      }}
    >
      {options.map((option) => (
        <ToggleGroup.Item key={option.value} value={option.value} className={styles.segment}>
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
