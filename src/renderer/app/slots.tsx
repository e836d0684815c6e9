import { X } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { createPortal } from 'react-dom';
import { create } from 'zustand';
import { IconButton } from '../ui/index.ts';
import styles from './shell.module.css';

type SlotName = 'inspector' | 'panel';

interface Slot {
  /** How many components want to show something here; the pane is open while there is one. */
  users: number;
  node: HTMLElement | null;
}

/** The two panes beside the main view, filled from within the screens so that state stays where it belongs. */
export const useSlots = create<Record<SlotName, Slot>>(() => ({
  inspector: { users: 0, node: null },
  panel: { users: 0, node: null },
}));

const change = (name: SlotName, by: (slot: Slot) => Partial<Slot>) =>
  useSlots.setState((slots) => ({ [name]: { ...slots[name], ...by(slots[name]) } }));

const setNode: Record<SlotName, (node: HTMLElement | null) => void> = {
  inspector: (node) => change('inspector', () => ({ node })),
  panel: (node) => change('panel', () => ({ node })),
};

/** Where the shell shows a slot. */
export function SlotOutlet({ name }: { name: SlotName }) {
  return <div ref={setNode[name]} className={styles.slot} />;
}

function Fill({ name, children }: { name: SlotName; children: ReactNode }) {
  const node = useSlots((slots) => slots[name].node);
  useEffect(() => {
    change(name, ({ users }) => ({ users: users + 1 }));
    return () => change(name, ({ users }) => ({ users: users - 1 }));
  }, [name]);
  return node === null ? null : createPortal(children, node);
}

export interface PaneProps {
  title: ReactNode;
  onClose: () => void;
  actions?: ReactNode;
  children: ReactNode;
}

function Pane({ name, title, onClose, actions, children }: PaneProps & { name: SlotName }) {
  return (
    <Fill name={name}>
      <aside className={styles.pane} aria-label={typeof title === 'string' ? title : name}>
        <header className={styles.paneHead}>
          <div className={styles.paneTitle}>{title}</div>
          {actions}
          <IconButton size="small" label="Close" icon={<X size={14} />} onClick={onClose} />
        </header>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keyboard */}
        <div className={styles.paneBody} tabIndex={0}>
          {children}
        </div>
      </aside>
    </Fill>
  );
}

/** Facts and actions of what is selected, at the right. Render it from the screen while something is selected. */
export const Inspector = (props: PaneProps) => <Pane name="inspector" {...props} />;

/** A log, a comparison, a preview: below the main view. Render it while there is something to show. */
export const BottomPanel = (props: PaneProps) => <Pane name="panel" {...props} />;
