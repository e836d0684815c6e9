import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type DriftReport, driftReport as driftReportSchema } from '../../../shared/model/drift-report.ts';
import { createRandom, type Random } from '../statistics/random.ts';
import type { Column, Table } from '../table.ts';
import { chiSquareContingency } from './chi-square-contingency.ts';
import { cohensH } from './cohens-h.ts';
import { driftReport } from './drift-report.ts';
import { fisherExact } from './fisher-exact.ts';
import { jensenShannonDistance } from './jensen-shannon.ts';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.ts';
import { poolRareCategories } from './pool-rare-categories.ts';
import { populationStabilityIndex } from './population-stability-index.ts';
import { twoProportionZ } from './two-proportion-z.ts';
import { normedWasserstein, wassersteinDistance } from './wasserstein.ts';

/** Made by make-metrics.py beside it with scipy. */
const golden = JSON.parse(
  readFileSync(new URL('../../../../test/fixtures/statistics/drift.json', import.meta.url), 'utf8'),
);

interface GoldenNumbers {
  reference: number[];
  current: number[];
  ks: { statistic: number; pValue: number };
  wasserstein: number;
  normedWasserstein: number;
}

interface GoldenCategories {
  reference: number[];
  current: number[];
  chiSquare: { statistic: number; pValue: number; degreesOfFreedom: number };
  jensenShannon: number;
  psi: number;
}

function expectEqual(actual: number, expected: number): void {
  expect(Math.abs(actual - expected), `${actual} instead of ${expected}`).toBeLessThan(
    1e-9 * Math.max(1, Math.abs(expected)),
  );
}

describe('tests and distances equal scipy', () => {
  for (const [name, given] of Object.entries<GoldenNumbers>(golden.numbers)) {
    it(`numbers: ${name}`, () => {
      const reference = Float64Array.from(given.reference).sort();
      const current = Float64Array.from(given.current).sort();
      const { statistic, pValue } = kolmogorovSmirnov(reference, current);
      expectEqual(statistic, given.ks.statistic);
      expectEqual(pValue, given.ks.pValue);
      expectEqual(wassersteinDistance(reference, current), given.wasserstein);
      expectEqual(normedWasserstein(reference, current), given.normedWasserstein);
    });
  }
  for (const [name, given] of Object.entries<GoldenCategories>(golden.categories)) {
    it(`categories: ${name}`, () => {
      const { statistic, pValue, degreesOfFreedom } = chiSquareContingency(given.reference, given.current);
      expectEqual(statistic, given.chiSquare.statistic);
      expectEqual(pValue, given.chiSquare.pValue);
      expect(degreesOfFreedom).toBe(given.chiSquare.degreesOfFreedom);
      expectEqual(jensenShannonDistance(given.reference, given.current), given.jensenShannon);
      // Evidently makes a bin of every category that occurs, so that it never sees one that neither side has.
      const occurs = given.reference.map((count, index) => count + given.current[index]! > 0);
      const psi = populationStabilityIndex(
        given.reference.filter((_, index) => occurs[index]),
        given.current.filter((_, index) => occurs[index]),
      );
      expectEqual(psi, given.psi);
    });
  }
  it('proportions', () => {
    for (const { table, z, fisher } of golden.proportions) {
      const { statistic, pValue } = twoProportionZ(table);
      expectEqual(statistic, z.statistic);
      expectEqual(pValue, z.pValue);
      expectEqual(fisherExact(table).pValue, fisher);
    }
  });
  it('the same on both sides is no distance', () => {
    const sample = Float64Array.from([1, 2, 2, 5]);
    expect(kolmogorovSmirnov(sample, sample)).toEqual({ statistic: 0, pValue: 1 });
    expect(wassersteinDistance(sample, sample)).toBe(0);
    expect(jensenShannonDistance([3, 5], [6, 10])).toBe(0);
    expect(populationStabilityIndex([3, 5], [6, 10])).toBe(0);
    expect(
      twoProportionZ({ referenceHits: 0, referenceRows: 5, currentHits: 0, currentRows: 9 }).pValue,
    ).toBe(1);
    expect(cohensH(0.3, 0.3)).toBe(0);
  });
  it('rare categories are taken together until five are to be expected', () => {
    expect(poolRareCategories([100, 50, 3, 2], [100, 50, 2, 1])).toEqual({
      reference: [100, 55],
      current: [100, 53],
      pooled: 3,
    });
    expect(poolRareCategories([50, 50], [50, 50]).pooled).toBe(0);
  });
});

const number = (name: string, values: readonly number[]): Column => ({
  kind: 'number',
  name,
  values: Float64Array.from(values),
});

function category(name: string, labels: readonly (string | null)[]): Column {
  const categories = [...new Set(labels.filter((label) => label !== null))].sort();
  const codes = Int32Array.from(labels, (label) => (label === null ? -1 : categories.indexOf(label)));
  return { kind: 'category', name, codes, categories };
}

const table = (...columns: Column[]): Table => {
  const first = columns[0];
  const rowCount = !first ? 0 : first.kind === 'number' ? first.values.length : first.codes.length;
  return { rowCount, columns };
};

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit());
}

const times = <Value>(count: number, make: (index: number) => Value) =>
  Array.from({ length: count }, (_, i) => make(i));

async function only(reference: Column, current: Column): Promise<DriftReport> {
  const report = await driftReport({ reference: table(reference), current: table(current) });
  expect(driftReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  return report;
}

describe('which test is chosen', () => {
  const cases: [string, Column, Column, string][] = [
    [
      'many numbers',
      number(
        'x',
        times(50, (i) => i),
      ),
      number(
        'x',
        times(60, (i) => i + 0.5),
      ),
      'kolmogorov_smirnov',
    ],
    [
      'three numbers',
      number(
        'x',
        times(60, (i) => i % 3),
      ),
      number(
        'x',
        times(60, (i) => i % 3),
      ),
      'kolmogorov_smirnov',
    ],
    [
      'two numbers',
      number(
        'x',
        times(60, (i) => i % 2),
      ),
      number(
        'x',
        times(60, (i) => i % 2),
      ),
      'two_proportion_z',
    ],
    ['two numbers, few rows', number('x', [0, 1, 0]), number('x', [1, 1, 0]), 'fisher_exact'],
    [
      'two texts',
      category(
        'x',
        times(60, (i) => 'ab'[i % 2]!),
      ),
      category(
        'x',
        times(60, (i) => 'ab'[i % 2]!),
      ),
      'two_proportion_z',
    ],
    [
      'three texts',
      category(
        'x',
        times(60, (i) => 'abc'[i % 3]!),
      ),
      category(
        'x',
        times(60, (i) => 'abc'[i % 3]!),
      ),
      'chi_square',
    ],
    ['one number', number('x', [4, 4, 4]), number('x', [4, 4]), 'none'],
    ['one text', category('x', ['a', 'a']), category('x', ['a']), 'none'],
    [
      'row names',
      category(
        'x',
        times(40, (i) => `id ${i}`),
      ),
      category(
        'x',
        times(40, (i) => `id ${i + 40}`),
      ),
      'none',
    ],
  ];
  for (const [name, reference, current, expected] of cases) {
    it(`${name}: ${expected}`, async () => {
      const [column] = (await only(reference, current)).columns;
      expect(column?.test).toBe(expected);
      expect(column?.drifted).toBe(false);
    });
  }
  it('does not depend on the number of rows', async () => {
    const random = createRandom(5);
    for (const rows of [900, 1100, 20_000]) {
      const report = await only(
        number(
          'x',
          times(rows, () => normal(random)),
        ),
        number(
          'x',
          times(rows, () => normal(random) + 0.3),
        ),
      );
      expect(report.columns[0]).toMatchObject({ test: 'kolmogorov_smirnov', drifted: true });
    }
  });
});

describe('a column has drifted when evidence and size suffice', () => {
  it('not by a tiny change in many rows', async () => {
    const random = createRandom(1);
    const [column] = (
      await only(
        number(
          'x',
          times(60_000, () => normal(random)),
        ),
        number(
          'x',
          times(60_000, () => normal(random) + 0.03),
        ),
      )
    ).columns;
    expect(column!.adjustedPValue).toBeLessThan(0.05);
    expect(column!.effect!.value).toBeLessThan(0.1);
    expect(column!.drifted).toBe(false);
  });
  it('not by a large difference of few rows', async () => {
    const [column] = (await only(number('x', [1, 2, 3, 4]), number('x', [2, 4, 6, 3.5]))).columns;
    expect(column!.effect!.value).toBeGreaterThan(0.1);
    expect(column!.drifted).toBe(false);
  });
  it('by a moved centre, told in words', async () => {
    const report = await only(
      number(
        'monthly_charges',
        times(200, (i) => i / 2),
      ),
      number(
        'monthly_charges',
        times(200, (i) => i / 2 + 20),
      ),
    );
    expect(report.findings[0]).toMatchObject({ kind: 'shift', severity: 'alarm', column: 'monthly_charges' });
    expect(report.findings[0]!.text).toMatch(
      /^monthly_charges moved up: median 49\.75 → 69\.75 \(.*adjusted p /,
    );
    expect(report.verdict).toMatchObject({ drifted: true, driftedColumns: 1, comparedColumns: 1 });
  });
  it('although outliers blow up the standard deviation', async () => {
    const outliers = [1e9, -1e9];
    const report = await only(
      number('x', [...times(300, (i) => i % 50), ...outliers]),
      number('x', [...times(300, (i) => (i % 50) + 15), ...outliers]),
    );
    expect(report.columns[0]).toMatchObject({ drifted: true, effect: { name: 'ks_distance' } });
    expect(report.columns[0]!.overlay).toMatchObject({ kind: 'bins', isClipped: true });
  });
  it('by a tail that moved far, where few rows are', async () => {
    const tail = (move: number) =>
      number(
        'x',
        times(4000, (i) => (i % 20 === 0 ? 3 + move : (i % 19) / 19)),
      );
    const report = await only(tail(0), tail(20));
    expect(report.columns[0]).toMatchObject({ drifted: true, effect: { name: 'wasserstein_per_sd' } });
  });
  it('from a constant reference', async () => {
    const report = await only(
      number(
        'x',
        times(100, () => 7),
      ),
      number(
        'x',
        times(100, (i) => 7 + (i % 5)),
      ),
    );
    expect(report.columns[0]).toMatchObject({ drifted: true, effect: { name: 'ks_distance' } });
  });
  it('by the shares of categories', async () => {
    const report = await only(
      category(
        'contract',
        times(300, (i) => ['Month', 'One year', 'Two year'][i % 3]!),
      ),
      category(
        'contract',
        times(300, (i) => ['Month', 'Month', 'Two year'][i % 3]!),
      ),
    );
    expect(report.columns[0]).toMatchObject({ drifted: true, test: 'chi_square', vanishedCategoryCount: 1 });
    expect(report.findings.map(({ kind }) => kind)).toEqual(['shift', 'vanished_categories']);
    expect(report.findings[1]!.text).toContain('"One year" (about 100 rows expected)');
  });
  it('by its missing values alone', async () => {
    const report = await only(
      number(
        'x',
        times(400, (i) => (i % 100 === 0 ? Number.NaN : i % 7)),
      ),
      number(
        'x',
        times(400, (i) => (i % 4 === 0 ? Number.NaN : i % 7)),
      ),
    );
    expect(report.columns[0]!.missing).toMatchObject({
      referenceShare: 0.01,
      currentShare: 0.25,
      drifted: true,
    });
    expect(report.columns[0]!.drifted).toBe(true);
    expect(report.findings.map(({ kind }) => kind)).toEqual(['missing_share']);
    expect(report.findings[0]!.text).toMatch(/missing values rose from 1\s% to 25\s%/);
  });
});

describe('columns that cannot be tested are findings, not errors', () => {
  const values = number('x', [1, 2, 3]);
  const nothing = number('x', [Number.NaN, Number.NaN, Number.NaN]);

  it('all missing', async () => {
    const report = await only(values, nothing);
    expect(report.columns[0]).toMatchObject({ status: 'empty', test: 'none', pValue: null });
    expect(report.findings.map(({ kind }) => kind)).toContain('empty');
  });
  it('no rows on either side', async () => {
    const report = await only(number('x', []), number('x', []));
    expect(report.columns[0]).toMatchObject({ status: 'empty', missing: null, drifted: false });
    expect(report.verdict).toMatchObject({
      drifted: false,
      comparedColumns: 0,
      text: 'No column could be compared.',
    });
  });
  it('no columns', async () => {
    const report = await driftReport({ reference: table(), current: table() });
    expect(report.columns).toEqual([]);
  });
  it('another type, unless one side has no value', async () => {
    const report = await only(values, category('x', ['a', 'b']));
    expect(report.columns[0]).toMatchObject({ status: 'type_changed', drifted: true });
    expect(report.findings[0]).toMatchObject({ kind: 'type_changed', severity: 'alarm' });
    expect((await only(nothing, category('x', ['a', 'b']))).columns[0]!.status).toBe('empty');
  });
  it('on one side only', async () => {
    const report = await driftReport({
      reference: table(number('gone', [1]), values),
      current: table(values, number('added', [1])),
    });
    expect(report.columns.map(({ name, status, drifted }) => [name, status, drifted])).toEqual([
      ['gone', 'missing_column', true],
      ['x', 'compared', false],
      ['added', 'new_column', false],
    ]);
    expect(report.findings.map(({ kind }) => kind)).toEqual(['missing_column', 'new_column']);
    expect(report.verdict).toMatchObject({ driftedColumns: 1, comparedColumns: 2 });
  });
  it('infinite and far outside', async () => {
    const report = await only(
      number(
        'x',
        times(30, (i) => i),
      ),
      number('x', [...times(29, (i) => i), 1000, Number.POSITIVE_INFINITY]),
    );
    expect(report.columns[0]!.counts.current).toEqual({ rows: 31, missing: 0, infinite: 1, used: 30 });
    expect(report.findings.map(({ kind }) => kind)).toEqual(['out_of_range', 'infinite']);
  });
  it('a new category', async () => {
    const known = times(50, (i) => 'ab'[i % 2]!);
    const report = await only(category('x', known), category('x', [...known, 'c']));
    expect(report.columns[0]).toMatchObject({
      newCategories: [{ label: 'c', count: 1 }],
      newCategoryCount: 1,
    });
    expect(report.columns[0]!.pValue).not.toBe(0);
    expect(report.findings).toMatchObject([{ kind: 'new_categories', severity: 'notice' }]);
  });
});

describe('false alarms', () => {
  it('on undrifted data stay at or below the level, over many columns and small samples', async () => {
    const random = createRandom(2026);
    const trials = 120;
    const rows = (count: number) =>
      table(
        ...times(8, (i) =>
          number(
            `normal ${i}`,
            times(count, () => normal(random)),
          ),
        ),
        ...times(4, (i) =>
          number(
            `flag ${i}`,
            times(count, () => Number(random.unit() < 0.02)),
          ),
        ),
        ...times(4, (i) =>
          category(
            `text ${i}`,
            times(count, () => `c${Math.floor(random.unit() ** 3 * 30)}`),
          ),
        ),
        ...times(4, (i) =>
          number(
            `gaps ${i}`,
            times(count, () => (random.unit() < 0.01 ? Number.NaN : random.unit())),
          ),
        ),
      );
    let alarmed = 0;
    for (let trial = 0; trial < trials; trial++) {
      // Without thresholds for the effect, so that the p-values alone have to hold the level.
      const report = await driftReport({
        reference: rows(200),
        current: rows(40),
        options: { thresholds: { number: 0, category: 0, share: 0 } },
      });
      if (report.verdict.driftedColumns > 0) alarmed += 1;
    }
    // 5 % nominal; the bound is two standard errors above.
    expect(alarmed / trials).toBeLessThan(0.05 + 2 * Math.sqrt((0.05 * 0.95) / trials));
  });
});

describe('a report', () => {
  it('shows both sides in the same bins, whose shares add up to one', async () => {
    const report = await only(
      number(
        'x',
        times(100, (i) => i),
      ),
      number(
        'x',
        times(70, (i) => i * 1.7),
      ),
    );
    const { overlay } = report.columns[0]!;
    if (overlay?.kind !== 'bins') throw new Error('bins expected');
    for (const side of ['reference', 'current'] as const) {
      expect(overlay.bins.reduce((sum, bin) => sum + bin[side], 0)).toBeCloseTo(1, 12);
    }
  });
  it('lists the commonest categories and adds up the rest', async () => {
    const labels = times(600, (i) => `c${i % 30}`);
    const { overlay } = (await only(category('x', labels), category('x', labels))).columns[0]!;
    if (overlay?.kind !== 'categories') throw new Error('categories expected');
    expect(overlay.categories).toHaveLength(20);
    expect(overlay.other).toMatchObject({ categories: 10 });
    expect(overlay.other!.reference).toBeCloseTo(1 / 3, 12);
  });
  it('says with what it was made and compares the wanted columns only', async () => {
    const both = table(number('a', [1, 2, 3]), number('b', [1, 2, 3]));
    const report = await driftReport({
      reference: both,
      current: both,
      options: { columns: ['b'], thresholds: { alpha: 0.01 } },
      sampledWithSeed: 5,
    });
    expect(report.columns.map(({ name }) => name)).toEqual(['b']);
    expect(report).toMatchObject({
      method: { name: 'modelyard.drift', version: 1 },
      thresholds: { alpha: 0.01, number: 0.1 },
      rows: { reference: 3, current: 3 },
      adjustedTests: 1,
      sampledWithSeed: 5,
    });
  });
  it('stops when its checkpoint throws', async () => {
    const both = table(number('a', [1]));
    const checkpoint = () => Promise.reject(new Error('cancelled'));
    await expect(driftReport({ reference: both, current: both, checkpoint })).rejects.toThrow('cancelled');
  });
});
