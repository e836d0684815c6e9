import { expect, test } from 'vitest';
import type { Table } from '../../table.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { binTable, makeBinMappers } from './binned-table.ts';
import { createTreeGrower, type GrowthRules } from './grow-tree.ts';
import { leafOfRow } from './tree.ts';

const rules: GrowthRules = {
  numLeaves: 16,
  maxDepth: 0,
  learningRate: 1,
  largestStep: Number.POSITIVE_INFINITY,
  minDataInLeaf: 5,
  minChildWeight: 1e-3,
  lambdaL2: 0,
  catSmooth: 10,
  catL2: 10,
  maxCatThreshold: 32,
  gainUnit: 1,
};

const rowCount = 500;
const inputs = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Derivatives are whole numbers, so that sums are exact whichever way they are formed. */
function problem(seed: number) {
  const random = createSeededRandom(seed);
  const columns = inputs.map((name) => ({
    kind: 'number' as const,
    name,
    values: Float64Array.from({ length: rowCount }, () =>
      random() < 0.1 ? Number.NaN : Math.floor(random() * 40),
    ),
  }));
  const table: Table = { rowCount, columns };
  const rows = Int32Array.from({ length: rowCount }, (_, row) => row);
  const mappers = makeBinMappers({ table, inputs, rows, maxBins: 255, seed: 0 });
  const binned = binTable({ table, mappers, rows });
  const derivatives = new Float64Array(2 * rowCount);
  for (let row = 0; row < rowCount; row += 1) {
    derivatives[2 * row] = Math.floor(random() * 100) - 50;
    derivatives[2 * row + 1] = 1;
  }
  return { mappers, binned, derivatives, rows, isUsed: new Uint8Array(inputs.length).fill(1) };
}

test('every row is in the leaf that the tree sends it to, and each leaf has its mean', () => {
  const { mappers, binned, derivatives, rows, isUsed } = problem(1);
  const { tree, ...leaves } = createTreeGrower({ binned, mappers, rules }).grow({
    derivatives,
    rows,
    isUsed,
  });
  expect(tree.leafValues).toHaveLength(16);
  const seen = new Set<number>();
  tree.leafValues.forEach((value, leaf) => {
    const members = leaves.rows.subarray(leaves.starts[leaf], leaves.ends[leaf]);
    expect(members.length).toBeGreaterThanOrEqual(rules.minDataInLeaf);
    const sum = members.reduce((total, row) => total + derivatives[2 * row]!, 0);
    expect(value).toBeCloseTo(-sum / members.length, 12);
    for (const row of members) {
      expect(leafOfRow(tree, binned, row)).toBe(leaf);
      seen.add(row);
    }
  });
  expect(seen.size).toBe(rowCount);
});

test.each([0, 5000, 20_000])('with %d bytes for histograms the tree is the same', (histogramBytes) => {
  const { mappers, binned, derivatives, rows, isUsed } = problem(2);
  const request = { derivatives, rows, isUsed };
  const plenty = createTreeGrower({ binned, mappers, rules }).grow(request);
  const scarce = createTreeGrower({ binned, mappers, rules, histogramBytes }).grow(request);
  expect(scarce.tree).toEqual(plenty.tree);
});

test('a second tree does not remember the first', () => {
  const first = problem(3);
  const second = problem(4);
  const grower = createTreeGrower({ binned: first.binned, mappers: first.mappers, rules });
  grower.grow(first);
  const again = grower.grow({ ...first, derivatives: second.derivatives });
  const fresh = createTreeGrower({ binned: first.binned, mappers: first.mappers, rules });
  expect(again.tree).toEqual(fresh.grow({ ...first, derivatives: second.derivatives }).tree);
});

test('no tree is deeper than max_depth', () => {
  const { mappers, binned, derivatives, rows, isUsed } = problem(5);
  const grower = createTreeGrower({ binned, mappers, rules: { ...rules, maxDepth: 2 } });
  const { tree } = grower.grow({ derivatives, rows, isUsed });
  expect(tree.leafValues).toHaveLength(4);
  const depthOf = (node: number): number =>
    node < 0 ? 0 : 1 + Math.max(depthOf(tree.left[node]!), depthOf(tree.right[node]!));
  expect(depthOf(0)).toBe(2);
});

test('columns out of use are not split on', () => {
  const { mappers, binned, derivatives, rows } = problem(6);
  const isUsed = Uint8Array.of(0, 1, 0, 0, 0, 1);
  const { tree } = createTreeGrower({ binned, mappers, rules }).grow({ derivatives, rows, isUsed });
  expect(new Set(tree.columns)).toEqual(new Set([1, 5]));
});

test('where the loss is flat there is one leaf of value 0', () => {
  const { mappers, binned, rows, isUsed } = problem(7);
  const derivatives = new Float64Array(2 * rowCount);
  const { tree } = createTreeGrower({ binned, mappers, rules }).grow({ derivatives, rows, isUsed });
  expect([...tree.leafValues]).toEqual([0]);
  expect(leafOfRow(tree, binned, 0)).toBe(0);
});
