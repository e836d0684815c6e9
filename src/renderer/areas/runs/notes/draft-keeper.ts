import { EngineError } from '../../../../shared/errors.ts';

/** What the person is told of what is being written. */
export type DraftState =
  | { readonly kind: 'keeping' }
  | { readonly kind: 'kept'; readonly atMs: number }
  | { readonly kind: 'failed'; readonly message: string; readonly isTriedAgain: boolean };

/** After the last letter, and at the latest after the first that is not kept. */
const restMs = 300;
const latestMs = 1000;
const againMs = 3000;

export interface DraftKeeper {
  /** The text as it stands now; it is kept within a second. */
  changed(text: string): void;
  /** Keeps at once what is not kept yet. Resolves when nothing is under way. */
  flush(): Promise<void>;
  /** Keeps nothing more, such as when the note was saved. Resolves when nothing is under way. */
  stop(): Promise<void>;
}

/** Keeps what somebody writes while it is written: one request at a time, the newest text wins, and a failure is tried again. */
export function createDraftKeeper({
  keep,
  onState,
}: {
  keep: (text: string) => Promise<{ savedAtMs: number }>;
  onState: (state: DraftState) => void;
}): DraftKeeper {
  let waiting: string | null = null;
  let firstAtMs = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let underWay: Promise<void> | null = null;
  let isStopped = false;

  const later = (inMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), inMs);
  };

  const send = async (text: string): Promise<void> => {
    try {
      const { savedAtMs } = await keep(text);
      onState(waiting === null ? { kind: 'kept', atMs: savedAtMs } : { kind: 'keeping' });
    } catch (thrown) {
      // What the note belongs to is gone; the text stays in the editor, and the next letter asks anew.
      const isTriedAgain = !(thrown instanceof EngineError && thrown.code === 'not-found');
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      onState({ kind: 'failed', message, isTriedAgain });
      if (isStopped) return;
      waiting ??= text;
      if (isTriedAgain) later(againMs);
    }
  };

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    while (underWay !== null) await underWay;
    const text = waiting;
    if (text === null) return;
    waiting = null;
    underWay = send(text).finally(() => {
      underWay = null;
    });
    await underWay;
  };

  return {
    changed: (text) => {
      if (isStopped) return;
      const nowMs = Date.now();
      if (waiting === null) firstAtMs = nowMs;
      waiting = text;
      onState({ kind: 'keeping' });
      later(Math.max(0, Math.min(restMs, firstAtMs + latestMs - nowMs)));
    },
    flush,
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      waiting = null;
      await underWay;
    },
  };
}
