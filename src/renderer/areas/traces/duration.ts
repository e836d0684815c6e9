import { formatDuration } from '../../ui/index.ts';

/** As everywhere, but what is too short for whole milliseconds is written in parts of them. */
export const exactDuration = (durationMs: number): string =>
  durationMs > 0 && durationMs < 10
    ? `${Number(durationMs.toPrecision(2))}\u00a0ms`
    : formatDuration(durationMs);
