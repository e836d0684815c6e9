import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../statistics/normal.ts';
import { createRandom } from '../statistics/random.ts';
import { compareGroups } from './compare-groups.ts';
import { comparePair } from './compare-pair.ts';

const seeds = (count: number) => Array.from({ length: count }, (_, seed) => String(seed));
const narrow = { name: 'narrow', values: [0.89, 0.9, 0.905, 0.895, 0.901] };
const wide = { name: 'wide', values: [0.92, 0.915, 0.93, 0.924, 0.918] };
const differenceOf = (call: Omit<Parameters<typeof compareGroups>[0], 'seed'>) =>
  compareGroups({ ...call, seed: 7 }).differences[0]!;

describe('a difference', () => {
  it('is real where the deciding test says so, and better by the goal', () => {
    const found = differenceOf({ groups: [narrow, wide], goal: 'minimize' });
    expect(found).toMatchObject({
      verdict: 'real',
      decidedBy: 'welch_t',
      decidedBecause: 'means-asked',
      larger: 'candidate',
      better: 'reference',
      comparisons: 1,
      n: { reference: 5, candidate: 5 },
      effects: { cliffsDelta: { value: 1, size: 'large' }, superiority: 1 },
    });
    expect(found.adjustedPValue).toBe(found.pValue);
    for (const range of [found.interval!, found.bootstrapInterval!]) {
      expect(range.low).toBeGreaterThan(0);
      expect(range.low).toBeLessThan(found.difference!);
      expect(range.high).toBeGreaterThan(found.difference!);
    }
    expect(differenceOf({ groups: [wide, narrow], goal: 'minimize' }).better).toBe('candidate');
  });

  it('is not shown between a group and itself', () => {
    expect(differenceOf({ groups: [narrow, { ...narrow, name: 'again' }], goal: 'maximize' })).toMatchObject({
      verdict: 'not-shown',
      difference: 0,
      pValue: 1,
      better: null,
      effects: { hedgesG: { value: 0, size: 'negligible' }, cliffsDelta: { value: 0 } },
    });
  });

  it('needs three finite values of each, and says how many were left out', () => {
    const values = [0.99, null, Number.NaN, 0.98, Number.POSITIVE_INFINITY];
    expect(differenceOf({ groups: [narrow, { name: 'few', values }] })).toMatchObject({
      verdict: 'too-few-runs',
      n: { reference: 5, candidate: 2 },
      leftOut: { reference: 0, candidate: 3 },
      decidedBy: null,
      pValue: null,
      comparisons: 0,
      tests: [],
    });
    expect(differenceOf({ groups: [narrow, { name: 'none', values: [] }] }).means).toBeNull();
  });

  it('is decided by ranks where they are asked for, where sizes are too unequal for a t test, or where nothing spreads', () => {
    const many = { name: 'many', values: Array.from({ length: 20 }, (_, index) => 0.9 + index / 1000) };
    const same = (name: string, value: number) => ({ name, values: Array<number>(6).fill(value) });
    expect(differenceOf({ groups: [narrow, wide], question: 'ranks' }).decidedBecause).toBe('ranks-asked');
    expect(differenceOf({ groups: [wide, many] }).decidedBecause).toBe('unequal-sizes');
    expect(differenceOf({ groups: [same('a', 0.1), same('b', 0.3)] })).toMatchObject({
      decidedBy: 'mann_whitney',
      decidedBecause: 'no-spread',
      verdict: 'real',
      interval: null,
      bootstrapInterval: null,
      effects: { hedgesG: null },
    });
    // They differ by rounding only.
    expect(differenceOf({ groups: [same('a', 0.1 + 0.2), same('b', 0.3)] })).toMatchObject({
      verdict: 'not-shown',
      pValue: 1,
    });
  });

  it('is taken within pairs of the same seed, which cancels what the seed does', () => {
    const effectOfSeed = [0.1, 0.5, 0.9, 0.3, 0.7, 0.2];
    const plain = { name: 'plain', values: effectOfSeed, pairingKeys: seeds(6) };
    const better = {
      name: 'better',
      values: [9, ...effectOfSeed.map((value, seed) => value + 0.01 + seed / 1000)],
      pairingKeys: ['unpaired', ...seeds(6)],
    };
    expect(differenceOf({ groups: [plain, better] })).toMatchObject({
      verdict: 'real',
      isPaired: true,
      decidedBy: 'paired_t',
      n: { reference: 6, candidate: 6 },
      leftOut: { reference: 0, candidate: 1 },
    });
    const mostlyAlone = { ...better, pairingKeys: ['0', '1', '2', 'a', 'b', 'c', 'd'] };
    expect(differenceOf({ groups: [{ ...better, name: 'a' }, mostlyAlone] })).toMatchObject({
      isPaired: false,
      pairing: { found: 3, needed: 4 },
    });
    const { pairingKeys, ...withoutKeys } = better;
    expect(pairingKeys).toHaveLength(7);
    expect(differenceOf({ groups: [plain, withoutKeys] })).toMatchObject({
      isPaired: false,
      pairing: null,
      verdict: 'not-shown',
    });
    expect(
      differenceOf({ groups: [plain, { ...narrow, pairingKeys: ['0', '1', 'x', 'y', null] }] }).isPaired,
    ).toBe(false);
  });
});

describe('several groups', () => {
  const groups = [
    narrow,
    wide,
    { name: 'other', values: [0.9, 0.894, 0.903, 0.897] },
    { name: 'one', values: [0.5] },
  ];

  it('are compared in all pairs, adjusted over those that could be tested', () => {
    const { differences, overall } = compareGroups({ groups: groups.slice(0, 3), seed: 1 });
    expect(differences.map(({ reference, candidate, verdict }) => [reference, candidate, verdict])).toEqual([
      ['narrow', 'wide', 'real'],
      ['narrow', 'other', 'not-shown'],
      ['wide', 'other', 'real'],
    ]);
    expect(differences[0]!.adjustedPValue).toBeGreaterThan(differences[0]!.pValue!);
    expect(overall.map(({ name }) => name)).toEqual(['welch_anova', 'kruskal_wallis']);
    expect(overall.every(({ pValue }) => pValue! < 0.05)).toBe(true);
  });

  it('or against a reference', () => {
    const { differences, overall, groups: summaries } = compareGroups({ groups, reference: 'wide', seed: 1 });
    expect(differences.map(({ candidate, comparisons }) => [candidate, comparisons])).toEqual([
      ['narrow', 2],
      ['other', 2],
      ['one', 2],
    ]);
    expect(overall).toEqual([]);
    expect(summaries.map(({ summary }) => summary.n)).toEqual([5, 5, 4, 1]);
    expect(() => compareGroups({ groups, reference: 'gone', seed: 1 })).toThrow('no group "gone"');
  });

  it('give the same answer for the same seed, and no bootstrap where there are too many pairs', () => {
    expect(compareGroups({ groups, seed: 3 })).toEqual(compareGroups({ groups, seed: 3 }));
    expect(compareGroups({ groups, seed: 3 })).not.toEqual(compareGroups({ groups, seed: 4 }));
    const many = Array.from({ length: 12 }, (_, index) => ({ ...narrow, name: String(index) }));
    const found = compareGroups({ groups: many, seed: 3 });
    expect([found.resamples, found.differences.length]).toEqual([0, 66]);
    expect(compareGroups({ groups: [], seed: 3 }).differences).toEqual([]);
  });
});

describe('of groups that do not differ', () => {
  const trials = 1000;
  /** Three standard deviations of a share of 5 % in so many trials. */
  const most = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / trials);
  const random = createRandom(20260104);
  const normal = () => normalQuantile((random.uint32() + 0.5) / 2 ** 32);
  const populations = { normal, skewed: () => Math.exp(normal()), coarse: () => Math.round(3 * normal()) };

  it.each(
    Object.entries(populations).flatMap(([name, draw]) =>
      [
        [3, 3],
        [5, 5],
        [10, 12],
        [3, 30],
        [6, 6, 6, 6],
      ].map((sizes) => ({ name, draw, sizes })),
    ),
  )('$name, $sizes: at most 5 % are called real', ({ draw, sizes }) => {
    let alarms = 0;
    for (let trial = 0; trial < trials; trial++) {
      const groups = sizes.map((size, index) => ({
        name: String(index),
        values: Array.from({ length: size }, draw),
      }));
      const { differences } = compareGroups({ groups, resamples: 0, seed: 1 });
      if (differences.some(({ verdict }) => verdict === 'real')) alarms++;
    }
    expect(alarms / trials).toBeLessThan(most);
  });

  it('the bootstrap interval holds the truth about as often as it says', () => {
    let held = 0;
    for (let trial = 0; trial < 300; trial++) {
      const side = (name: string) => ({ name, values: Array.from({ length: 20 }, normal) });
      const settings = { question: 'means', level: 0.95, resamples: 400, seed: trial } as const;
      const range = comparePair(side('a'), side('b'), settings).bootstrapInterval!;
      if (range.low <= 0 && range.high >= 0) held++;
    }
    expect(held / 300).toBeGreaterThan(0.89);
    expect(held / 300).toBeLessThan(0.99);
  });
});
