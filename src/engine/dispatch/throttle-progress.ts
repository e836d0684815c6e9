import type { Progress } from '../../shared/model/progress.ts';

/** Ten times a second is as often as a person can see. */
export const progressIntervalMs = 100;

export interface ThrottledProgress {
  report(progress: Progress): void;
  /** Nothing is sent after this, also not what was held back: the answer says more. */
  stop(): void;
}

/** Lets the first report through at once and the newest of the others once per interval. */
export const throttleProgress = (send: (progress: Progress) => void): ThrottledProgress => {
  let timer: NodeJS.Timeout | undefined;
  let heldBack: Progress | undefined;
  let isStopped = false;

  const release = () => {
    timer = undefined;
    if (heldBack === undefined) return;
    const newest = heldBack;
    heldBack = undefined;
    sendNow(newest);
  };
  const sendNow = (progress: Progress) => {
    send(progress);
    timer = setTimeout(release, progressIntervalMs);
    timer.unref();
  };

  return {
    report: (progress) => {
      if (isStopped) return;
      if (timer === undefined) sendNow(progress);
      else heldBack = progress;
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
};
