import styles from './shell.module.css';

/** The sign of the application, as in its icon for small sizes (resources/icons/icon-small.svg). */
export function Mark({ size = 18 }: { size?: number }) {
  return (
    <svg className={styles.mark} width={size} height={size} viewBox="0 0 16 16" aria-hidden>
      <rect width="16" height="16" rx="3.5" />
      <path
        d="M4 12.5V4.5L8 8.5L12 4.5V12.5"
        fill="none"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
