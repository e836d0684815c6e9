import { describe, expect, it } from 'vitest';
import type { ColumnDrift } from '../../../shared/model/drift-report.ts';
import { columnStatus, effectRatio } from './column-status.ts';

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

it('compares an effect with its threshold', () => {
  expect(effectRatio(column)).toBeNull();
  expect(
    effectRatio({ effect: { name: 'ks_distance', title: 'KS', value: 0.3, threshold: 0.1 } }),
  ).toBeCloseTo(3);
});
