import { X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { useLayoutEffect } from 'react';
import { create } from 'zustand';
import { Button, IconButton } from '../controls/button.tsx';
import type { Meaning } from '../feedback/badge.tsx';
import { MeaningIcon } from '../feedback/meaning-icon.tsx';
import styles from './overlay.module.css';

export interface ToastMessage {
  meaning: Exclude<Meaning, 'neutral'>;
  title: string;
  detail?: string | undefined;
  action?: { label: string; onClick: () => void } | undefined;
}

interface Shown extends ToastMessage {
  key: number;
}

const useToasts = create<{ shown: Shown[] }>(() => ({ shown: [] }));
let nextKey = 1;

/** Says something that happened, at the lower right, for a few seconds (errors stay until closed). Can be called from anywhere. */
export function toast(message: ToastMessage): void {
  const shown = { ...message, key: nextKey++ };
  useToasts.setState((state) => ({ shown: [...state.shown.slice(-3), shown] }));
}

const close = (key: number) =>
  useToasts.setState((state) => ({ shown: state.shown.filter((one) => one.key !== key) }));

/** For a bar of actions at the foot of a page: messages leave it in reach while it is there. */
export function useFootBar(): void {
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    dataset.footBar = '';
    return () => {
      delete dataset.footBar;
    };
  }, []);
}

const shownMs = (message: ToastMessage) =>
  message.meaning === 'bad' ? Number.POSITIVE_INFINITY : message.action === undefined ? 4000 : 8000;

function ToastCard({ message }: { message: Shown }) {
  const { meaning, title, detail, action } = message;
  return (
    <Radix.Root
      className={styles.toast}
      duration={shownMs(message)}
      onOpenChange={(open) => !open && close(message.key)}
    >
      <span className={styles.toastIcon}>
        <MeaningIcon meaning={meaning} />
      </span>
      <div>
        <Radix.Title className={styles.toastTitle}>{title}</Radix.Title>
        {detail !== undefined && (
          <Radix.Description className={styles.toastDetail}>{detail}</Radix.Description>
        )}
        {action !== undefined && (
          <Radix.Action asChild altText={action.label} className={styles.toastAction}>
            <Button size="small" onClick={action.onClick}>
              {action.label}
            </Button>
          </Radix.Action>
        )}
      </div>
      <Radix.Close asChild>
        <IconButton size="small" label="Close" icon={<X size={14} />} />
      </Radix.Close>
    </Radix.Root>
  );
}

/** Once, at the root of the window. */
export function Toasts() {
  const shown = useToasts((state) => state.shown);
  return (
    <Radix.Provider swipeDirection="right" label="Notice">
      {shown.map((message) => (
        <ToastCard key={message.key} message={message} />
      ))}
      <Radix.Viewport className={styles.toasts} />
    </Radix.Provider>
  );
}
