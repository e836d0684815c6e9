import type { DriftTestName } from '../../../shared/model/drift-report.ts';
import { type FourfoldTable, fisherExact, fisherExactDescriptor } from './fisher-exact.ts';
import { twoProportionZ, twoProportionZDescriptor } from './two-proportion-z.ts';

export interface ProportionTest {
  readonly test: DriftTestName;
  readonly title: string;
  readonly statistic: number;
  readonly pValue: number;
}

const leastExpected = 5;

/** Whether two shares differ: the z test where its normal approximation holds, else Fisher's exact test. */
export function compareProportions(table: FourfoldTable): ProportionTest {
  const test =
    smallestExpected(table) >= leastExpected
      ? { descriptor: twoProportionZDescriptor, result: twoProportionZ(table) }
      : { descriptor: fisherExactDescriptor, result: fisherExact(table) };
  return { test: test.descriptor.name, title: test.descriptor.title, ...test.result };
}

function smallestExpected({ referenceHits, referenceRows, currentHits, currentRows }: FourfoldTable): number {
  const hits = referenceHits + currentHits;
  const rows = referenceRows + currentRows;
  return (Math.min(hits, rows - hits) * Math.min(referenceRows, currentRows)) / rows;
}
