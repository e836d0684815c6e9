import { EngineError } from '../shared/errors.ts';
import type { Topic } from '../shared/events.ts';
import type { Session } from './session.ts';

interface Served {
  readonly state: string;
  readonly reason: string | null;
}

/**
 * Resolves when somebody else stops what this command started; rejects when it has failed for good. `read` answers undefined for what
 * is no longer there.
 */
export const untilStopped = (
  session: Session,
  { topic, title, read }: { topic: Topic; title: string; read: () => Promise<Served | undefined> },
): { promise: Promise<void>; forget: () => void } => {
  let forget = (): void => {};
  const promise = new Promise<void>((resolve, reject) => {
    forget = session.onEvent((event) => {
      if (event.type !== 'changed' || event.topic !== topic) return;
      void read().then((served) => {
        if (served === undefined || served.state === 'stopped') resolve();
        else if (served.state === 'failed')
          reject(new EngineError('unavailable', served.reason ?? `${title} failed.`));
      }, reject);
    });
  });
  return { promise, forget };
};
