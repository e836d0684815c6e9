import { ShortcutLists } from '../../app/shortcut-sheet.tsx';
import styles from './settings.module.css';

export function Shortcuts() {
  return (
    <div className={styles.page}>
      <ShortcutLists />
    </div>
  );
}
