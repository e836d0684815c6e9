import { Dialog, Keys } from '../ui/index.ts';
import { useActions } from './actions.ts';
import { areas } from './areas.ts';
import { useShortcutSheet } from './palette-state.ts';
import styles from './shell.module.css';
import { openPalette, shellActions } from './shell-actions.ts';

const everywhere = [
  { title: 'Filter the list', shortcut: '/' },
  { title: 'Back from an object’s page, out of a field', shortcut: 'Esc' },
];
const inTables = [
  { title: 'Tick the row', shortcut: 'Space' },
  { title: 'Tick a range', shortcut: 'Shift+↓' },
  { title: 'Tick all', shortcut: 'Mod+A' },
  { title: 'Open', shortcut: 'Enter' },
];

interface Line {
  title: string;
  shortcut?: string | undefined;
}

function Lines({ heading, lines }: { heading: string; lines: readonly Line[] }) {
  const withKeys = lines.filter(({ shortcut }) => shortcut !== undefined);
  if (withKeys.length === 0) return null;
  return (
    <section>
      <h3>{heading}</h3>
      <dl className={styles.shortcuts}>
        {withKeys.map(({ title, shortcut }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>
              <Keys keys={shortcut!.replace('ArrowLeft', '←').replace('ArrowRight', '→')} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function ShortcutLists() {
  const offered = useActions((state) => state.offered);
  return (
    <div className={styles.shortcutColumns}>
      <Lines heading="Here" lines={offered.flat()} />
      <Lines heading="Areas" lines={areas} />
      <Lines heading="Everywhere" lines={[openPalette, ...everywhere, ...shellActions(true)]} />
      <Lines heading="In tables" lines={inTables} />
    </div>
  );
}

/** `?`: every key there is. */
export function ShortcutSheet() {
  const { isOpen } = useShortcutSheet();
  return (
    <Dialog
      wide
      open={isOpen}
      onOpenChange={(open) => useShortcutSheet.setState({ isOpen: open })}
      title="Keyboard shortcuts"
    >
      <ShortcutLists />
    </Dialog>
  );
}
