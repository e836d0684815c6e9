import { Check } from 'lucide-react';
import { ContextMenu as RadixContext, DropdownMenu as RadixDropdown } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { Keys } from '../data/keys.tsx';
import styles from './overlay.module.css';

export interface MenuAction {
  label: string;
  onSelect: () => void;
  icon?: ReactNode;
  shortcut?: string | undefined;
  disabled?: boolean | undefined;
  danger?: boolean;
  /** Present (true or false): the entry is a tick that can be set, and the menu stays open. */
  checked?: boolean;
  /** Of the ticks beside it only one is set: the menu closes with the choice. */
  isChoice?: boolean;
}
/** An action, a heading, or a line between groups. */
export type MenuEntry = MenuAction | { heading: string } | 'separator';

type Parts = Pick<typeof RadixDropdown, 'Item' | 'CheckboxItem' | 'Label' | 'Separator' | 'ItemIndicator'>;

function Face({ entry }: { entry: MenuAction }) {
  return (
    <>
      {entry.icon}
      <span className={styles.itemText}>{entry.label}</span>
      {entry.shortcut !== undefined && <Keys keys={entry.shortcut} />}
    </>
  );
}

function Entry({ entry, parts }: { entry: MenuEntry; parts: Parts }) {
  if (entry === 'separator') return <parts.Separator className={styles.separator} />;
  if ('heading' in entry) return <parts.Label className={styles.menuLabel}>{entry.heading}</parts.Label>;
  if (entry.checked !== undefined)
    return (
      <parts.CheckboxItem
        className={styles.item}
        role={entry.isChoice === true ? 'menuitemradio' : 'menuitemcheckbox'}
        checked={entry.checked}
        disabled={entry.disabled ?? false}
        onSelect={(event) => {
          if (entry.isChoice !== true) event.preventDefault();
          entry.onSelect();
        }}
      >
        <span className={styles.mark}>
          <parts.ItemIndicator>
            <Check size={14} />
          </parts.ItemIndicator>
        </span>
        <Face entry={entry} />
      </parts.CheckboxItem>
    );
  return (
    <parts.Item
      className={styles.item}
      disabled={entry.disabled ?? false}
      data-danger={entry.danger === true ? '' : undefined}
      onSelect={entry.onSelect}
    >
      <Face entry={entry} />
    </parts.Item>
  );
}

const keyOf = (entry: MenuEntry, index: number) =>
  entry === 'separator' ? `separator-${index}` : 'heading' in entry ? entry.heading : entry.label;

/** A function is asked when the menu opens, so that one menu can serve a whole table. */
export type MenuEntries = readonly MenuEntry[] | (() => readonly MenuEntry[]);

function Entries({ entries, parts }: { entries: MenuEntries; parts: Parts }) {
  const list = typeof entries === 'function' ? entries() : entries;
  return list.map((entry, index) => <Entry key={keyOf(entry, index)} entry={entry} parts={parts} />);
}

/** A menu under a button. */
export function DropdownMenu({
  trigger,
  entries,
  align = 'start',
}: {
  trigger: ReactElement;
  entries: MenuEntries;
  align?: 'start' | 'end';
}) {
  return (
    <RadixDropdown.Root modal={false}>
      <RadixDropdown.Trigger asChild>{trigger}</RadixDropdown.Trigger>
      <RadixDropdown.Portal>
        <RadixDropdown.Content className={styles.menu} align={align} sideOffset={4} collisionPadding={8}>
          <Entries entries={entries} parts={RadixDropdown} />
        </RadixDropdown.Content>
      </RadixDropdown.Portal>
    </RadixDropdown.Root>
  );
}

/** The same menu on right click (or the context-menu key) over one element. */
export function ContextMenu({ entries, children }: { entries: MenuEntries; children: ReactElement }) {
  return (
    <RadixContext.Root modal={false}>
      <RadixContext.Trigger asChild>{children}</RadixContext.Trigger>
      <RadixContext.Portal>
        <RadixContext.Content className={styles.menu} collisionPadding={8}>
          <Entries entries={entries} parts={RadixContext} />
        </RadixContext.Content>
      </RadixContext.Portal>
    </RadixContext.Root>
  );
}
