import { mean } from '../statistics/moments.ts';
import type { ComparedGroup } from './compared-group.ts';

/** Values of both groups by the same key, in the same order. */
export interface Pairs {
  readonly reference: Float64Array;
  readonly candidate: Float64Array;
}

/**
 * Runs with the same key in both groups, such as the same seed or fold; of several with one key in a group their mean. null where a group
 * has no keys.
 */
export function matchPairs(reference: ComparedGroup, candidate: ComparedGroup): Pairs | null {
  if (!reference.pairingKeys || !candidate.pairingKeys) return null;
  const [referenceOf, candidateOf] = [valuesByKey(reference), valuesByKey(candidate)];
  const keys = [...referenceOf.keys()].filter((key) => candidateOf.has(key)).sort();
  return {
    reference: Float64Array.from(keys, (key) => mean(referenceOf.get(key)!)),
    candidate: Float64Array.from(keys, (key) => mean(candidateOf.get(key)!)),
  };
}

function valuesByKey({ values, pairingKeys = [] }: ComparedGroup): Map<string, number[]> {
  const byKey = new Map<string, number[]>();
  for (const [index, key] of pairingKeys.entries()) {
    const value = values[index] ?? null;
    if (key === null || value === null || !Number.isFinite(value)) continue;
    const known = byKey.get(key);
    if (known) known.push(value);
    else byKey.set(key, [value]);
  }
  return byKey;
}
