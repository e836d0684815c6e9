import { expect, it } from 'vitest';
import { describePairing } from './describe-pairing.ts';
import type { GroupDifference } from './difference.ts';

const between = (candidate: string, found: number): GroupDifference => ({
  ...{ reference: 'adam', candidate, verdict: 'not-shown', level: 0.95, comparisons: 2 },
  isPaired: found >= 10,
  pairing: { found, needed: 10 },
  n: { reference: 21, candidate: 20 },
  leftOut: { reference: 0, candidate: 0 },
  ...{ means: null, difference: null, interval: null, bootstrapInterval: null },
  ...{ decidedBy: null, decidedBecause: null, larger: null, pValue: null, adjustedPValue: null },
  ...{ tests: [], effects: null, better: null },
});

it('says what is missing for pairs, and nothing where there are enough or none were asked for', () => {
  expect(describePairing([between('sgd', 5), between('lion', 12)], 'seed')).toBe(
    '“sgd” and “adam” are not compared in pairs by seed: they have 5 values of seed in common, and 10 are needed for 20 and 21 runs. Runs of a group that share a value make one pair.',
  );
  expect(describePairing([between('sgd', 5), between('lion', 1)], 'seed')).toContain(
    '2 of 2 comparisons are not made in pairs by seed. “sgd” and “adam”, for one, have 5 values',
  );
  expect(describePairing([between('sgd', 12)], 'seed')).toBeNull();
  expect(describePairing([{ ...between('sgd', 1), pairing: null }], 'seed')).toBeNull();
});
