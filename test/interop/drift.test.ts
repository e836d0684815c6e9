/** Drift tests and distances beside scipy, live: on samples of many sizes and shapes, and on every column of the churn data. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { chiSquareContingency } from '../../src/engine/core/drift/chi-square-contingency.ts';
import { driftReport } from '../../src/engine/core/drift/drift-report.ts';
import { jensenShannonDistance } from '../../src/engine/core/drift/jensen-shannon.ts';
import { kolmogorovSmirnov } from '../../src/engine/core/drift/kolmogorov-smirnov.ts';
import { normedWasserstein, wassersteinDistance } from '../../src/engine/core/drift/wasserstein.ts';
import { createRandom } from '../../src/engine/core/statistics/random.ts';
import type { Column, Table } from '../../src/engine/core/table.ts';
import { fixtureFolder } from '../bench/training/data-sets.ts';
import { peerPackages } from '../bench/training/peers.ts';
import { ensurePython, runPython } from '../support/python.ts';
import { readCsv } from '../support/read-csv.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const program = `
import json, sys, warnings
import numpy as np
from scipy import stats
from scipy.spatial.distance import jensenshannon

warnings.simplefilter("error")

def numbers(reference, current):
    reference, current = np.array(reference), np.array(current)
    ks = stats.ks_2samp(reference, current)
    distance = stats.wasserstein_distance(reference, current)
    return [ks.statistic, ks.pvalue, distance, distance / max(np.std(reference), 0.001)]

def categories(reference, current):
    table = np.array([reference, current])
    chi2 = stats.chi2_contingency(table, correction=False)
    return [chi2.statistic, chi2.pvalue, jensenshannon(reference, current)]

pairs = json.load(open(sys.argv[1]))
answers = [numbers(*pair["sides"]) if pair["kind"] == "numbers" else categories(*pair["sides"]) for pair in pairs]
print(json.dumps([[float(value) for value in answer] for answer in answers]))
`;

interface Pair {
  readonly kind: 'numbers' | 'categories';
  readonly sides: readonly [readonly number[], readonly number[]];
}

function ours({ kind, sides }: Pair): number[] {
  if (kind === 'categories') {
    const { statistic, pValue } = chiSquareContingency(...sides);
    return [statistic, pValue, jensenShannonDistance(...sides)];
  }
  const [reference, current] = sides.map((values) => Float64Array.from(values).sort()) as [
    Float64Array,
    Float64Array,
  ];
  const { statistic, pValue } = kolmogorovSmirnov(reference, current);
  return [statistic, pValue, wassersteinDistance(reference, current), normedWasserstein(reference, current)];
}

let interpreter: string;
beforeAll(async () => {
  interpreter = await ensurePython(peerPackages);
});

async function scipy(pairs: readonly Pair[]): Promise<number[][]> {
  const path = join(temporaryFolder(), 'pairs.json');
  await writeFile(path, JSON.stringify(pairs));
  return JSON.parse(await runPython({ interpreter, code: program, arguments: [path] })) as number[][];
}

async function expectEqualToScipy(pairs: readonly Pair[]): Promise<void> {
  const theirs = await scipy(pairs);
  for (const [index, pair] of pairs.entries()) {
    for (const [position, value] of ours(pair).entries()) {
      const expected = theirs[index]![position]!;
      const difference = Math.abs(value - expected) / Math.max(1, Math.abs(expected));
      expect(difference, `pair ${index}, number ${position}: ${value}, scipy ${expected}`).toBeLessThan(1e-9);
    }
  }
}

describe('equal to scipy within 1e-9', () => {
  test('numbers of many sizes, tied and not, near and far', async () => {
    const random = createRandom(41);
    const sizes = [1, 2, 7, 40, 143, 700, 3000, 10_001, 24_000];
    const pairs = Array.from({ length: 80 }, (_, index): Pair => {
      const [digits, move, scale] = [[1, 3, 12][index % 3]!, random.unit() * 0.6, 1 + random.unit()];
      const sample = (size: number, shift: number) =>
        Array.from({ length: size }, () =>
          Number(((random.unit() + random.unit() + random.unit() + shift) * scale).toFixed(digits)),
        );
      const size = () => sizes[random.below(sizes.length)]!;
      return { kind: 'numbers', sides: [sample(size(), 0), sample(size(), move ** 3)] };
    });
    await expectEqualToScipy(pairs);
  });

  test('counts of categories', async () => {
    const random = createRandom(42);
    const pairs = Array.from({ length: 80 }, (): Pair => {
      const categories = 2 + random.below(30);
      const counts = (most: number) => Array.from({ length: categories }, () => 1 + random.below(most));
      const current = counts(10 ** (1 + random.below(4)));
      current[0] = random.below(2);
      return { kind: 'categories', sides: [counts(10 ** (1 + random.below(5))), current] };
    });
    await expectEqualToScipy(pairs);
  });

  test('the report on the churn data, first rows against last rows', async () => {
    const table = readCsv(join(fixtureFolder, 'telco-churn.csv.gz'));
    const split = Math.floor(table.rowCount * 0.7);
    const reference = rowsOf(table, 0, split);
    const current = rowsOf(table, split, table.rowCount);
    const report = await driftReport({ reference, current });
    const tests = report.columns.map((column, index) => ({
      column,
      pair: pairOf(reference.columns[index]!, current.columns[index]!),
    }));
    const theirs = await scipy(tests.map(({ pair }) => pair));
    expect(tests.length).toBe(20);
    for (const [index, { column }] of tests.entries()) {
      const [statistic, pValue, third] = theirs[index]!;
      expect(column.status, column.name).toBe('compared');
      expect(Math.abs(column.pValue! - pValue!), column.name).toBeLessThan(1e-9);
      // z² of two proportions is the chi-square of the 2 × 2 table.
      const isShare = column.test === 'two_proportion_z';
      const asTheirs = isShare ? column.statistic! ** 2 : column.statistic!;
      expect(Math.abs(asTheirs - statistic!), column.name).toBeLessThan(1e-9 * Math.max(1, statistic!));
      if (isShare) continue;
      const distance = column.test === 'chi_square' ? column.effect!.value : column.wasserstein!;
      expect(Math.abs(distance - third!), column.name).toBeLessThan(1e-9 * Math.max(1, third!));
    }
  });
});

function rowsOf({ columns }: Table, from: number, to: number): Table {
  return {
    rowCount: to - from,
    columns: columns.map((column) =>
      column.kind === 'number'
        ? { ...column, values: column.values.slice(from, to) }
        : { ...column, codes: column.codes.slice(from, to) },
    ),
  };
}

function pairOf(reference: Column, current: Column): Pair {
  if (reference.kind === 'number' && current.kind === 'number') {
    const present = (values: Float64Array) => [...values.filter((value) => !Number.isNaN(value))];
    return binaryCounts(present(reference.values), present(current.values));
  }
  if (reference.kind === 'category' && current.kind === 'category') {
    const counts = (codes: Int32Array) =>
      reference.categories.map((_, code) => codes.filter((other) => other === code).length);
    return { kind: 'categories', sides: [counts(reference.codes), counts(current.codes)] };
  }
  throw new Error(`${reference.name} has two kinds`);
}

/** Columns of two numbers are tested by their shares. */
function binaryCounts(reference: number[], current: number[]): Pair {
  const values = [...new Set([...reference, ...current])].sort((a, b) => a - b);
  if (values.length !== 2) return { kind: 'numbers', sides: [reference, current] };
  const counts = (side: number[]) => values.map((value) => side.filter((other) => other === value).length);
  return { kind: 'categories', sides: [counts(reference), counts(current)] };
}
