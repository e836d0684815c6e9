import { ProgressBar } from '../ui/index.ts';
import { Mark } from './mark.tsx';
import styles from './shell.module.css';

/** Between the window's first picture and the project. */
export function Opening({ phase }: { phase: string }) {
  return (
    <div className={styles.opening}>
      <Mark size={40} />
      <div className={styles.openingBar}>
        <ProgressBar label={phase} share={null} />
      </div>
      <p>{phase}</p>
    </div>
  );
}
