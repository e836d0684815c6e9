import { expect, it } from 'vitest';
import { groupSummary } from '../../../shared/model/comparison/group-summary.ts';
import { summarizeGroup } from './summarize-group.ts';

it('counts what is missing and what is infinite apart, and takes statistics of the rest', () => {
  const found = summarizeGroup([1, null, Number.NaN, 3, Number.POSITIVE_INFINITY, 2]);
  expect(found).toMatchObject({
    n: 3,
    missing: 2,
    infinite: 1,
    mean: 2,
    median: 2,
    standardDeviation: 1,
    min: 1,
    max: 3,
  });
  expect(groupSummary.parse(JSON.parse(JSON.stringify(found)))).toEqual(found);
});

it('knows of one value no spread, and of none nothing', () => {
  expect(summarizeGroup([5])).toMatchObject({
    n: 1,
    mean: 5,
    standardDeviation: null,
    standardError: null,
    interval: null,
  });
  expect(summarizeGroup([null])).toMatchObject({
    n: 0,
    missing: 1,
    mean: null,
    median: null,
    min: null,
    interquartileMean: null,
    quantiles: [],
  });
});

it('finds no spread in equal values whose mean is rounded', () => {
  expect(summarizeGroup([0.1, 0.1, 0.1])).toMatchObject({ standardDeviation: 0, standardError: 0 });
});
