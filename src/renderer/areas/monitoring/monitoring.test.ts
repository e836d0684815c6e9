import { describe, expect, it } from 'vitest';
import type { ColumnDrift } from '../../../shared/model/drift-report.ts';
import { columnStatus, effectRatio, reportStatus } from './column-status.ts';

const side = { rows: 10, missing: 0, infinite: 0, used: 10 };
const column: ColumnDrift = {
  name: 'age',
  kind: 'number',
  status: 'compared',
  test: 'kolmogorov_smirnov',
  testTitle: 'Kolmogorov–Smirnov',
  reason: '',
  statistic: 0.1,
  pValue: 0.5,
  adjustedPValue: 0.5,
  effect: null,
  wasserstein: null,
  psi: null,
  drifted: false,
  counts: { reference: side, current: side },
  missing: null,
  newCategories: [],
  vanishedCategories: [],
  newCategoryCount: 0,
  vanishedCategoryCount: 0,
  summary: null,
  overlay: null,
};
const missing = {
  referenceShare: 0,
  currentShare: 0.4,
  pValue: 0,
  adjustedPValue: 0,
  effect: null,
  drifted: true,
};

describe('the verdict on a column', () => {
  it.each([
    [column, 'no drift', 'good'],
    [{ ...column, drifted: true }, 'drifted', 'bad'],
    [{ ...column, drifted: true, missing }, 'drifted, missing', 'bad'],
    [{ ...column, status: 'constant' }, 'one value only', 'neutral'],
    [{ ...column, status: 'missing_column', drifted: true }, 'column is gone', 'bad'],
  ] as [ColumnDrift, string, string][])('is in words: case %#', (drift, text, meaning) => {
    expect(columnStatus(drift)).toEqual({ text, meaning });
  });
});

it('orders by the greater change, in values or in missing ones', () => {
  const effectOf = (value: number) => ({ name: 'cohens_h' as const, title: 'h', value, threshold: 0.1 });
  expect(effectRatio(column)).toBeNull();
  expect(effectRatio({ effect: effectOf(0.3), missing: null })).toBeCloseTo(3);
  expect(effectRatio({ effect: effectOf(0.3), missing: { ...missing, effect: effectOf(0.5) } })).toBeCloseTo(
    5,
  );
  expect(effectRatio({ effect: null, missing: { ...missing, effect: effectOf(0.2) } })).toBeCloseTo(2);
});

it.each([
  [true, 9, 'drifted', 'bad'],
  [false, 2, 'some columns drifted', 'warning'],
  [false, 1, 'one column drifted', 'warning'],
  [false, 0, 'no drift', 'good'],
])('a report (drifted %s, %d columns) is said to be "%s"', (isDrifted, driftedColumns, text, meaning) => {
  expect(reportStatus({ isDrifted, driftedColumns })).toEqual({ text, meaning });
});
