import { Check, Minus } from 'lucide-react';
import styles from './table.module.css';

/** The box of a row. Not a stop for the Tab key: Space on the active row does the same. */
export function TickBox({
  label,
  checked,
  onToggle,
}: {
  label: string;
  checked: boolean | 'mixed';
  onToggle: (options: { range: boolean }) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a native box cannot be drawn in the theme's colours
    <button
      type="button"
      role="checkbox"
      tabIndex={-1}
      className={styles.tick}
      aria-checked={checked}
      aria-label={label}
      onDoubleClick={(event) => event.stopPropagation()}
      onClick={(event) => {
        event.stopPropagation();
        onToggle({ range: event.shiftKey });
      }}
    >
      {checked === 'mixed' ? (
        <Minus size={12} strokeWidth={3} />
      ) : (
        checked && <Check size={12} strokeWidth={3} />
      )}
    </button>
  );
}
