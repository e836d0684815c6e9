import type { ReactNode } from 'react';
import { Button } from '../controls/button.tsx';
import styles from './feedback.module.css';
import { MeaningIcon } from './meaning-icon.tsx';

export interface StateAction {
  label: string;
  onClick: () => void;
  icon?: ReactNode;
}

/** Nothing here yet: one sentence that teaches, one button that starts. */
export function EmptyState({
  icon,
  text,
  action,
}: {
  icon?: ReactNode;
  text: string;
  action?: StateAction | undefined;
}) {
  return (
    <div className={styles.state}>
      {icon}
      <p className={styles.stateText}>{text}</p>
      {action !== undefined && (
        <Button variant="primary" icon={action.icon} onClick={action.onClick}>
          {action.label}
        </Button>
      )}
    </div>
  );
}

export interface ErrorStateProps {
  /** What failed, as a sentence: "The runs could not be read." */
  title: string;
  /** Where and why, as the engine said it. */
  detail?: string | undefined;
  /** The next step, as a button. */
  action?: StateAction | undefined;
  secondary?: StateAction | undefined;
}

export function ErrorState({ title, detail, action, secondary }: ErrorStateProps) {
  return (
    <div className={styles.state} role="alert">
      <MeaningIcon meaning="bad" size={20} />
      <p className={styles.stateTitle}>{title}</p>
      {detail !== undefined && <p className={styles.stateDetail}>{detail}</p>}
      <div className={styles.stateActions}>
        {action !== undefined && (
          <Button variant="primary" icon={action.icon} onClick={action.onClick}>
            {action.label}
          </Button>
        )}
        {secondary !== undefined && <Button onClick={secondary.onClick}>{secondary.label}</Button>}
      </div>
    </div>
  );
}

const widths = ['72%', '56%', '64%', '40%', '68%', '48%'];

/** Where text will be, while it loads. */
export function Skeleton({ lines = 4, label = 'Loading' }: { lines?: number; label?: string }) {
  return (
    <div className={styles.skeletonLines} role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, line) => `line ${line}`).map((key, line) => (
        <div key={key} className={styles.skeleton} style={{ width: widths[line % widths.length] }} />
      ))}
    </div>
  );
}
