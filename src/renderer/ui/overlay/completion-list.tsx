import type { CSSProperties } from 'react';
import { classNames } from '../class-names.ts';
import { Text } from '../layout/page.tsx';
import styles from './overlay.module.css';

export interface CompletionOption {
  readonly label: string;
  readonly detail: string;
}

/** The id of an option, for the field's `aria-activedescendant`. */
export const completionId = (listId: string, index: number): string => `${listId}-${index}`;

/** What a field offers below it while one types; the field keeps the focus and moves `chosen`. */
export function CompletionList<Option extends CompletionOption>({
  id,
  label,
  options,
  keyOf,
  chosen,
  onChoose,
  isCode = false,
  style,
}: {
  id: string;
  label: string;
  options: readonly Option[];
  keyOf: (option: Option) => string;
  /** -1 where none is. */
  chosen: number;
  onChoose: (option: Option) => void;
  /** Labels are written as they would stand in the field. */
  isCode?: boolean;
  style?: CSSProperties;
}) {
  return (
    <div id={id} role="listbox" aria-label={label} className={styles.completions} style={style}>
      {options.map((option, index) => (
        <div
          key={keyOf(option)}
          id={completionId(id, index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          className={classNames(styles.completion, index === chosen && styles.completionChosen)}
          onMouseDown={(event) => {
            // The field keeps the focus.
            event.preventDefault();
            onChoose(option);
          }}
        >
          <span className={classNames(styles.completionLabel, isCode && styles.completionCode)}>
            {option.label}
          </span>
          <Text tone="muted" size="small">
            {option.detail}
          </Text>
        </div>
      ))}
    </div>
  );
}
