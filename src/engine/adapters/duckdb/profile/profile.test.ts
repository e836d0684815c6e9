import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { dataFile, tableReader } from '../../../../../test/support/table-reader.ts';
import { type ColumnProfile, datasetProfile } from '../../../../shared/model/dataset.ts';
import { fileRelation } from '../relation.ts';
import { createSession } from '../session.ts';
import { profileLarge } from './profile-large.ts';
import { describeNumbers } from './sorted-numbers.ts';

const sample = fileURLToPath(
  new URL('../../../../../resources/samples/telco-churn/data/customers-2026-03.csv', import.meta.url),
);

const profiled = async (path: string) => {
  const reader = tableReader();
  const profile = await reader.profile(await reader.sniff({ path }));
  expect(datasetProfile.parse(JSON.parse(JSON.stringify(profile)))).toEqual(profile);
  return { ...profile, column: (name: string) => profile.columns.find((column) => column.name === name)! };
};

/** Made with pandas 3: describe(), quantile(), nunique(), value_counts(); numpy.histogram(values, 20). */
const monthlyCharges = {
  mean: 72.13297124600639,
  standardDeviation: 33.7654449096548,
  quantiles: [21.5, 21.95, 39.955, 78.01, 100.435, 121.98699999999998, 129.42],
  histogram: [150, 64, 10, 14, 14, 38, 49, 52, 34, 24, 53, 57, 59, 65, 58, 54, 45, 45, 27, 27],
};
const totalCharges = {
  mean: 2246.6783196239717,
  standardDeviation: 2267.8670690638182,
  quantiles: [19.625, 49.9, 407.1, 1334.45, 3669.7, 7078.075, 8315.35],
};

describe('a profile', () => {
  it('is equal to pandas on the sample', async () => {
    const { rowCount, duplicateRows, column } = await profiled(sample);
    expect({ rowCount, duplicateRows }).toEqual({ rowCount: 939, duplicateRows: 0 });

    const charges = column('monthly_charges');
    expect(charges).toMatchObject({ count: 939, missing: 0, distinct: 620, isDistinctApproximate: false });
    expect(charges.numeric).toMatchObject({ min: 20.78, max: 131.43, zeros: 0, infinite: 0 });
    expect(charges.numeric!.mean).toBeCloseTo(monthlyCharges.mean, 10);
    expect(charges.numeric!.standardDeviation).toBeCloseTo(monthlyCharges.standardDeviation, 10);
    expect(charges.numeric!.quantiles.map(({ probability }) => probability)).toEqual([
      0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99,
    ]);
    for (const [index, { value }] of charges.numeric!.quantiles.entries()) {
      expect(value).toBeCloseTo(monthlyCharges.quantiles[index]!, 10);
    }
    expect(charges.histogram.map(({ count }) => count)).toEqual(monthlyCharges.histogram);

    const totals = column('total_charges');
    expect(totals).toMatchObject({ count: 851, missing: 88, distinct: 845 });
    expect(totals.numeric!.mean).toBeCloseTo(totalCharges.mean, 9);
    expect(totals.numeric!.standardDeviation).toBeCloseTo(totalCharges.standardDeviation, 9);
    for (const [index, { value }] of totals.numeric!.quantiles.entries()) {
      expect(value).toBeCloseTo(totalCharges.quantiles[index]!, 9);
    }

    const method = column('payment_method');
    expect(method).toMatchObject({ distinct: 5, numeric: null, histogram: [] });
    expect(method.topValues).toEqual([
      { value: 'Electronic check', count: 264 },
      { value: 'Bank transfer (automatic)', count: 184 },
      { value: 'Mailed check', count: 172 },
      { value: 'Credit card (automatic)', count: 163 },
      { value: 'Digital wallet', count: 156 },
    ]);
    expect(method.text).toMatchObject({ minLength: 12, maxLength: 25 });
    expect(method.text!.meanLength).toBeCloseTo(17.91373801916933, 10);
  });

  it('counts missing, zeros and infinities apart, and repeated rows', async () => {
    const path = dataFile(
      'odd.csv',
      'n,t,empty,day\n0,x,,2026-01-01\n0,x,,2026-01-01\ninf,,,2026-01-03\nNaN,y,,\n2.5,y,,2026-01-03\n',
    );
    const { column, duplicateRows } = await profiled(path);
    expect(duplicateRows).toBe(1);
    expect(column('n')).toMatchObject({ count: 4, missing: 1, distinct: 3 });
    expect(column('n').numeric).toMatchObject({ min: 0, max: 2.5, zeros: 2, infinite: 1 });
    expect(column('empty')).toMatchObject({
      count: 0,
      missing: 5,
      distinct: 0,
      numeric: null,
      text: null,
      topValues: [],
    });
    expect(column('day').numeric).toMatchObject({ min: 20_454, max: 20_456 });
    expect(column('day').topValues).toEqual([
      { value: '2026-01-01', count: 2 },
      { value: '2026-01-03', count: 2 },
    ]);
  });

  it('of a constant column has one bin around it, and of one row no deviation', async () => {
    const { column } = await profiled(dataFile('one.csv', 'n,m\n7,1\n'));
    expect(column('n').histogram).toEqual([{ from: 6.5, to: 7.5, count: 1 }]);
    expect(column('n').numeric).toMatchObject({ min: 7, max: 7, mean: 7, standardDeviation: null });
  });
});

describe('the way for long files', () => {
  it('counts, measures and bins exactly, and estimates the rest closely', async () => {
    const reader = tableReader();
    const path = sample;
    const source = await reader.sniff({ path });
    const exact = await reader.profile(source);
    const session = createSession({ folder: () => path });
    const found = new Map<string, ColumnProfile>();
    await session.use({}, 'test', (connection) =>
      profileLarge(
        { connection, relation: fileRelation(source, path), rowCount: exact.rowCount, signal: undefined },
        fileRelation(source, path).columns,
        (profile) => void found.set(profile.name, profile),
      ),
    );
    session.close();
    expect([...found.keys()]).toEqual(exact.columns.map(({ name }) => name));
    for (const column of exact.columns) {
      const large = found.get(column.name)!;
      expect(large).toMatchObject({
        count: column.count,
        missing: column.missing,
      });
      expect(Math.abs(large.distinct - column.distinct)).toBeLessThanOrEqual(
        Math.max(1, column.distinct * 0.15),
      );
      if (column.numeric === null) {
        expect(large.topValues).toEqual(column.topValues);
        expect(large.text?.maxLength).toBe(column.text?.maxLength);
        continue;
      }
      expect(large.numeric).toMatchObject({
        min: column.numeric.min,
        max: column.numeric.max,
        zeros: column.numeric.zeros,
      });
      if (column.distinct <= 700) expect(large.numeric!.quantiles).toEqual(column.numeric.quantiles);
      expect(large.numeric!.mean).toBeCloseTo(column.numeric.mean, 8);
      expect(large.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(column.count);
      const median = (profile: ColumnProfile) => profile.numeric!.quantiles[3]!.value;
      const range = column.numeric.max - column.numeric.min;
      expect(Math.abs(median(large) - median(column))).toBeLessThanOrEqual(range * 0.02);
    }
  });
});

describe('dates', () => {
  it('that never come are missing, and no other day', async () => {
    const path = dataFile(
      'until.csv',
      'id,until,at\n1,2024-01-01,2024-01-01 10:00:00\n2,infinity,infinity\n3,2024-02-01,2024-03-01 00:00:00\n',
    );
    const { column } = await profiled(path);
    expect(column('until')).toMatchObject({ type: 'date', count: 2, missing: 1, numeric: { min: 19_723 } });
    expect(column('at')).toMatchObject({ type: 'datetime', count: 2, missing: 1 });
    expect(column('at').topValues.map(({ value }) => value)).toEqual([
      '2024-01-01 10:00:00',
      '2024-03-01 00:00:00',
    ]);
  });

  it('that no program can say are told in days', async () => {
    const { column } = await profiled(dataFile('far.csv', 'id,day\n1,2024-01-01\n2,290000-01-01\n'));
    expect(column('day').topValues.map(({ value }) => value)).toEqual([
      '2024-01-01',
      'day 105\u00a0200\u00a0797 since 1970',
    ]);
  });
});

describe('numbers', () => {
  it('lists at most twenty common values, the most common first, and none that stands once among many', () => {
    const values = Float64Array.from({ length: 100 }, (_, index) => (index < 40 ? index % 4 : index));
    const { topValues, distinct } = describeNumbers(values, String);
    expect(distinct).toBe(64);
    expect(topValues).toEqual(['0', '1', '2', '3'].map((value) => ({ value, count: 10 })));
  });
});
