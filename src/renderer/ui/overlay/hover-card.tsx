import { HoverCard as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import styles from './overlay.module.css';

export interface HoverCardProps {
  /** What the card is about: one element that can take a ref and the focus. */
  trigger: ReactElement;
  /** Made only while the card is open. */
  children: ReactNode;
}

/** More about what the pointer rests on or the keyboard stands on. What one needs to know stands in the trigger already. */
export function HoverCard({ trigger, children }: HoverCardProps) {
  return (
    <Radix.Root openDelay={300} closeDelay={150}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={styles.popover} align="start" sideOffset={4} collisionPadding={8}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
