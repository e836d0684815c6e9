import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { formatNumber } from '../format.ts';
import styles from './controls.module.css';

export interface Tab<Id extends string = string> {
  id: Id;
  label: string;
  /** Shown small beside the label. */
  count?: number | undefined;
  content: ReactNode;
}

/** Controlled, so that the tab can be part of the address. Only the open tab is mounted. */
export function Tabs<Id extends string>({
  label,
  tabs,
  value,
  onChange,
}: {
  label: string;
  tabs: readonly Tab<Id>[];
  value: Id;
  onChange: (id: Id) => void;
}) {
  return (
    <Radix.Root
      className={styles.tabs}
      value={value}
      onValueChange={(next) => {
        const chosen = tabs.find((tab) => tab.id === next);
        if (chosen !== undefined) onChange(chosen.id);
      }}
    >
      <Radix.List className={styles.tabList} aria-label={label}>
        {tabs.map((tab) => (
          <Radix.Trigger key={tab.id} value={tab.id} className={styles.tab}>
            {tab.label}
            {tab.count !== undefined && <span className={styles.count}>{formatNumber(tab.count)}</span>}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} className={styles.tabPanel}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
