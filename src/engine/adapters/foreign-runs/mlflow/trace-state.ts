import type { TraceState } from '../../../../shared/model/trace.ts';

const states: Readonly<Record<string, TraceState>> = {
  OK: 'ok',
  ERROR: 'error',
  IN_PROGRESS: 'in-progress',
};

/** The state as files and databases of all versions name it. */
export const parseTraceState = (text: string | null): TraceState => states[text ?? ''] ?? 'unspecified';

/** As versions 2 and 3 of MLflow both read it. */
export const traceStateName = (state: TraceState, unspecified: string): string =>
  Object.keys(states).find((name) => states[name] === state) ?? unspecified;
