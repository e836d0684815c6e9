import type { RunRow } from '../run.ts';

/** A column of runs by its key: `params.NAME`, `tags.NAME`, or a fact of the run itself. Metrics are numbers, and read elsewhere. */

export const runFacts = ['dataset', 'experiment', 'status', 'duration', 'started', 'name'] as const;
export type RunFact = (typeof runFacts)[number];

/** `params.a.b` is the parameter `a.b`; null for what is neither a parameter, a metric nor a tag. */
export function splitColumn(key: string): { kind: 'params' | 'metrics' | 'tags'; name: string } | null {
  const found = /^(params|metrics|tags)\.(.+)$/s.exec(key);
  if (found === null) return null;
  return { kind: found[1] as 'params' | 'metrics' | 'tags', name: found[2]! };
}

/** Undefined for a key that names no column, null where the run has no value. */
export function runColumnValue(run: RunRow, key: string): string | number | null | undefined {
  const column = splitColumn(key);
  if (column !== null) {
    const values = { params: run.parameters, tags: run.tags, metrics: {} }[column.kind];
    return Object.hasOwn(values, column.name) ? (values as Record<string, string>)[column.name]! : null;
  }
  switch (key as RunFact) {
    case 'dataset':
    case 'experiment':
    case 'status':
    case 'name':
      return run[key as 'dataset'];
    case 'duration':
      return run.durationMs === null ? null : run.durationMs / 1000;
    case 'started':
      return run.startedAtMs;
    default:
      return undefined;
  }
}
