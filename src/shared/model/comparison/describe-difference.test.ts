import { expect, it } from 'vitest';
import { describeDifference } from './describe-difference.ts';
import { type GroupDifference, groupDifference } from './difference.ts';

const found: GroupDifference = {
  reference: 'narrow',
  candidate: 'wide',
  verdict: 'real',
  isPaired: false,
  pairing: null,
  n: { reference: 5, candidate: 6 },
  leftOut: { reference: 0, candidate: 0 },
  means: { reference: 0.894, candidate: 0.912 },
  difference: 0.018,
  level: 0.95,
  interval: { low: 0.009, high: 0.027 },
  bootstrapInterval: null,
  decidedBy: 'welch_t',
  decidedBecause: 'means-asked',
  larger: 'candidate',
  pValue: 0.002,
  adjustedPValue: 0.004,
  comparisons: 3,
  tests: [],
  effects: {
    hedgesG: { value: 2.1, size: 'large' },
    cliffsDelta: { value: 0.8, size: 'large' },
    superiority: 0.9,
  },
  better: 'candidate',
};

it('says what is better, by how much, and how one knows', () => {
  expect(describeDifference(groupDifference.parse(found), 'accuracy')).toBe(
    '“wide” is better than “narrow” in accuracy: 0.912 against 0.894, +0.018 (95 % interval of this pair alone 0.009 to 0.027; Welch’s t test: p 0.002 of this pair alone, 0.004 adjusted for 3 comparisons; 6 and 5 runs). The effect is large: a run of “wide” has the higher value than one of “narrow” in 90 % of pairs.',
  );
  expect(describeDifference({ ...found, better: 'reference' }, 'loss')).toContain(
    '“wide” is worse than “narrow” in loss: 0.912 against 0.894',
  );
});

it('without a goal says which is higher', () => {
  expect(describeDifference({ ...found, better: null }, 'lr')).toContain(
    'lr of “wide” is higher than of “narrow”',
  );
  expect(describeDifference({ ...found, better: null, larger: 'reference' }, 'lr')).toContain(
    'is lower than',
  );
});

it('never calls what is not shown equal, and counts pairs', () => {
  const open = {
    ...found,
    verdict: 'not-shown',
    comparisons: 1,
    isPaired: true,
    n: { reference: 5, candidate: 5 },
  } as const;
  expect(describeDifference(open, 'accuracy')).toBe(
    'No difference in accuracy between “wide” and “narrow” is shown: 0.912 against 0.894, +0.018 (95 % interval 0.009 to 0.027; Welch’s t test: p 0.004; 5 pairs). That does not prove them equal.',
  );
});

it('tells a pair that differs only while it is looked at alone', () => {
  const open = { ...found, verdict: 'not-shown', pValue: 0.026, adjustedPValue: 0.077 } as const;
  const alone = 'Alone, this pair would count as different; one such among 3 comparisons may be chance.';
  expect(describeDifference(open, 'auc')).toContain(alone);
  expect(describeDifference({ ...open, pValue: 0.06 }, 'auc')).not.toContain(alone);
});

it('says that an interval is of the means where ranks decided', () => {
  expect(describeDifference({ ...found, decidedBy: 'mann_whitney' }, 'auc')).toContain(
    '(95 % interval of the means’ difference, of this pair alone, 0.009 to 0.027; Mann–Whitney U: p 0.002',
  );
});

it('says how many runs there are where they are too few', () => {
  expect(
    describeDifference({ ...found, verdict: 'too-few-runs', n: { reference: 5, candidate: 1 } }, 'accuracy'),
  ).toBe(
    'Too few runs to tell: “wide” has 1 run with a value, “narrow” has 5; at least 3 of each are needed.',
  );
});
