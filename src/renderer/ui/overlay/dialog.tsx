import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { Button } from '../controls/button.tsx';
import styles from './overlay.module.css';

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  wide?: boolean;
  children?: ReactNode;
}

/**
 * For what cannot be undone, the palette and the shortcut sheet; everything else lives in the window.
 * The scrim is a plain element: Radix's own injects a style sheet to lock scrolling, which the page's CSP refuses
 * and a page that never scrolls does not need.
 */
export function Dialog({ open, onOpenChange, title, description, wide = false, children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <div className={styles.scrim} />
        <Radix.Content
          className={classNames(styles.dialog, wide && styles.dialogWide)}
          {...(description === undefined && { 'aria-describedby': undefined })}
        >
          <Radix.Title asChild>
            <h2>{title}</h2>
          </Radix.Title>
          {description !== undefined && (
            <Radix.Description asChild>
              <div className={styles.dialogText}>{description}</div>
            </Radix.Description>
          )}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** A question that names the thing: "Delete 3 runs?" */
  title: string;
  /** What will be gone and what will stay. */
  description: ReactNode;
  /** The verb: "Delete 3 runs". */
  confirmLabel: string;
  onConfirm: () => void;
}

export function ConfirmDialog({ confirmLabel, onConfirm, ...dialog }: ConfirmDialogProps) {
  return (
    <Dialog {...dialog}>
      <div className={styles.dialogActions}>
        <Button onClick={() => dialog.onOpenChange(false)}>Keep</Button>
        <Button
          variant="danger"
          onClick={() => {
            dialog.onOpenChange(false);
            onConfirm();
          }}
        >
          {confirmLabel}
        </Button>
      </div>
    </Dialog>
  );
}
