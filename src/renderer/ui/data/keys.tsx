import styles from './data.module.css';

const isMac = () => typeof navigator !== 'undefined' && navigator.userAgent.includes('Mac');
const names: Record<string, [mac: string, other: string]> = {
  Mod: ['⌘', 'Ctrl'],
  Shift: ['⇧', 'Shift'],
  Alt: ['⌥', 'Alt'],
  Enter: ['↵', 'Enter'],
};

/** A shortcut as keys: "Mod+K" is Ctrl K, or ⌘ K on a Mac. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className={styles.keys}>
      {keys.split('+').map((key) => (
        <kbd key={key}>{names[key]?.[isMac() ? 0 : 1] ?? key}</kbd>
      ))}
    </span>
  );
}
