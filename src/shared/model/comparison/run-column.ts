/** A column of runs by its key: `params.NAME`, `tags.NAME`, or a fact of the run itself. Metrics are numbers, and read elsewhere. */

export const runFacts = ['dataset', 'experiment', 'status', 'duration', 'started', 'name'] as const;
export type RunFact = (typeof runFacts)[number];

/** `params.a.b` is the parameter `a.b`; null for what is neither a parameter, a metric nor a tag. */
export function splitColumn(key: string): { kind: 'params' | 'metrics' | 'tags'; name: string } | null {
  const found = /^(params|metrics|tags)\.(.+)$/s.exec(key);
  if (found === null) return null;
  return { kind: found[1] as 'params' | 'metrics' | 'tags', name: found[2]! };
}
