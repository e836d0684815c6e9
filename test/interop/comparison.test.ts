/** Statistics of comparison, smoothing and importance beside scipy, statsmodels, pandas and scikit-learn, live, on random samples. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { parameterImportance } from '../../src/engine/core/comparison/parameter-importance.ts';
import { evenEdges } from '../../src/engine/core/comparison/surface/binned-means.ts';
import { contourLines } from '../../src/engine/core/comparison/surface/contour-lines.ts';
import { normalQuantile } from '../../src/engine/core/statistics/normal.ts';
import { createRandom } from '../../src/engine/core/statistics/random.ts';
import { type Answer, answerDistance, ourAnswers } from '../support/comparison-answers.ts';
import { ensurePython, runPython } from '../support/python.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const packages = [
  'numpy==2.4.6',
  'pandas==3.1.1',
  'scipy==1.17.1',
  'scikit-learn==1.9.1',
  'statsmodels==0.15.0',
];
const peersFolder = fileURLToPath(new URL('../fixtures/statistics', import.meta.url));

let interpreter: string;
beforeAll(async () => {
  interpreter = await ensurePython(packages);
});

interface Case {
  /** Of a contour: known to us, and not told the peer. */
  readonly level?: number;
  readonly name: string;
  readonly given: Readonly<Record<string, unknown>>;
}

async function askPeers(cases: readonly Case[]): Promise<Answer[]> {
  const path = join(temporaryFolder(), 'cases.json');
  await writeFile(path, JSON.stringify(cases));
  const code = `import runpy, sys, warnings; warnings.simplefilter("ignore"); sys.dont_write_bytecode = True; runpy.run_path("${join(peersFolder, 'comparison_peers.py')}", run_name="__main__")`;
  return JSON.parse(await runPython({ interpreter, code, arguments: [path] })) as Answer[];
}

const random = createRandom(20260105);
const normal = () => normalQuantile((random.uint32() + 0.5) / 2 ** 32);
const sample = (count: number, make: () => number) => Array.from({ length: count }, make);
/** The last one far from 0: a lost digit of a sum shows in its spread. */
const shapes = [normal, () => Math.exp(normal()), () => Math.round(2 * normal()), () => 1e4 + normal()];
const anyShape = () => shapes[random.below(shapes.length)]!;
const gappy = (values: readonly number[]) => values.map((value) => (random.unit() < 0.2 ? null : value));
const walk = (count: number) => {
  let at = 0;
  return sample(count, () => (at += normal()));
};

/** Points of a plane, places near them, and a contour of a grid. */
function planeCases(): Case[] {
  const count = 20 + random.below(200);
  const [x, y, value] = [anyShape(), anyShape(), normal].map((draw) => sample(count, draw)) as [
    number[],
    number[],
    number[],
  ];
  const points = { x, y, value };
  const edges = (values: number[]) => evenEdges(values, 2 + random.below(12));
  const near = sample(20, () => random.below(count));
  const axis = (places: number) =>
    sample(places, () => 0.1 + random.unit()).map((step, index, all) =>
      all.slice(0, index).reduce((sum, each) => sum + each, step),
    );
  const grid = { x: axis(9), y: axis(7) };
  const values = grid.y.map(() => sample(9, normal));
  const level = normal() / 3;
  const places = contourLines({ ...grid, values }, level).flat();
  return [
    { name: 'binned', given: { ...points, xEdges: edges(x), yEdges: edges(y) } },
    {
      name: 'kernel',
      given: { ...points, atX: near.map((place) => x[place]), atY: near.map((place) => y[place]) },
    },
    {
      name: 'contour',
      given: {
        ...{ ...grid, values },
        placesX: places.map(([across]) => across),
        placesY: places.map(([, up]) => up),
      },
      level,
    },
  ];
}

function randomCases(): Case[] {
  const draw = anyShape();
  const sizes = [3 + random.below(30), 3 + random.below(30), 3 + random.below(30)] as const;
  const [reference, candidate, third] = sizes.map((size) => sample(size, draw)) as [
    number[],
    number[],
    number[],
  ];
  const sides = { reference, candidate };
  const x = sample(80, () => Math.round(1000 * random.unit()) / 10).sort((a, b) => a - b);
  const y = gappy(walk(80));
  return [
    { name: 'summary', given: { values: gappy(reference) } },
    { name: 'welch', given: sides },
    { name: 'paired', given: { reference, candidate: reference.map((value) => value + normal()) } },
    { name: 'mannWhitney', given: sides },
    { name: 'wilcoxon', given: { differences: sample(3 + random.below(70), normal) } },
    { name: 'anova', given: { groups: [reference, candidate, third] } },
    { name: 'kruskal', given: { groups: [reference, candidate, third] } },
    { name: 'spearman', given: { first: reference, second: reference.map((value) => value + 2 * normal()) } },
    { name: 'effects', given: sides },
    { name: 'holm', given: { pValues: sample(1 + random.below(40), random.unit) } },
    { name: 'studentQuantile', given: { p: random.unit(), degrees: 1 + 100 * random.unit() ** 3 } },
    { name: 'trend', given: { x, y: walk(80) } },
    { name: 'box', given: { values: third } },
    { name: 'exponential', given: { y, weight: random.unit() } },
    { name: 'timeWeighted', given: { x, y, halfLife: 0.5 + 30 * random.unit() } },
    { name: 'gaussian', given: { y, sigma: 0.3 + 20 * random.unit() } },
    { name: 'runningMean', given: { y, points: 1 + random.below(90) } },
    {
      name: 'lowess',
      given: {
        x,
        y,
        share: 0.15 + 0.85 * random.unit(),
        iterations: random.below(4),
        delta: random.below(5),
      },
    },
  ];
}

/** Small p-values are compared by their digits too. */
function worstOf(own: Answer, theirs: Answer): number {
  const distance = answerDistance(own, theirs);
  const [ownP, p] = [own.pValue, theirs.pValue];
  if (typeof ownP !== 'number' || typeof p !== 'number' || p < 1e-290) return distance;
  return Math.max(distance, 1e-3 * Math.abs(ownP / p - 1));
}

describe('equal to the peers', () => {
  test('1,800 questions about random samples, within 1e-9 (1e-8 for LOWESS)', async () => {
    const cases = Array.from({ length: 100 }, randomCases).flat();
    const answers = await askPeers(cases);
    const wrong = cases.flatMap(({ name, given }, index) => {
      const own = ourAnswers[name]!(given);
      const distance = worstOf(own, answers[index]!);
      return distance <= (name === 'lowess' ? 1e-8 : 1e-9)
        ? []
        : [{ name, given, own, expected: answers[index], distance }];
    });
    expect(wrong).toEqual([]);
  });

  test('means of cells, the smooth field and contour lines over a plane, within 1e-9', async () => {
    const cases = Array.from({ length: 60 }, planeCases).flat();
    const answers = await askPeers(cases);
    const wrong = cases.flatMap(({ name, given, level }, index) => {
      const own = ourAnswers[name]!({ ...given, level });
      const distance = answerDistance(own, answers[index]!);
      return distance <= 1e-9 ? [] : [{ name, distance }];
    });
    expect(wrong).toEqual([]);
    const lengths = cases.flatMap(({ name, given }) =>
      name === 'contour' ? [(given.placesX as number[]).length] : [],
    );
    expect(Math.min(...lengths)).toBeGreaterThan(0);
  });

  test('bootstrap intervals, up to what is left to chance', async () => {
    const cases = shapes.map((draw) => ({
      name: 'bca',
      given: { reference: sample(12, draw), candidate: sample(15, draw) },
    }));
    const answers = await askPeers(cases);
    for (const [index, { given }] of cases.entries()) {
      const [own, theirs] = [ourAnswers.bca!(given), answers[index]!] as { low: number; high: number }[];
      const width = theirs!.high - theirs!.low;
      expect(Math.abs(own!.low - theirs!.low) / width).toBeLessThan(0.02);
      expect(Math.abs(own!.high - theirs!.high) / width).toBeLessThan(0.02);
    }
  });
});

const importanceProgram = `
import json, sys
import numpy as np
from sklearn.ensemble import RandomForestRegressor
from sklearn.inspection import permutation_importance
from sklearn.model_selection import train_test_split

given = json.load(open(sys.argv[1]))
X, y = np.array(given["columns"]).T, np.array(given["metric"])
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
forest = RandomForestRegressor(200, random_state=0).fit(X_train, y_train)
print(json.dumps(permutation_importance(forest, X_test, y_test, n_repeats=20, random_state=0).importances_mean.tolist()))
`;

test('importance puts planted parameters in the order of scikit-learn’s forest, with shares alike', async () => {
  const columns = Array.from({ length: 6 }, () => sample(300, random.unit));
  const metric = sample(300, () => 0).map((_, run) => {
    const [a, b, c, d] = columns.map((column) => column[run]!) as [number, number, number, number];
    return 4 * Math.abs(a - 0.5) + (b > 0.6 ? 1 : 0) + 0.9 * c * d + 0.05 * normal();
  });
  const path = join(temporaryFolder(), 'runs.json');
  await writeFile(path, JSON.stringify({ columns, metric }));
  const theirs = JSON.parse(
    await runPython({ interpreter, code: importanceProgram, arguments: [path] }),
  ) as number[];
  const report = await parameterImportance({
    parameters: columns.map((values, index) => ({ name: String(index), values })),
    metric,
    seed: 1,
  });
  const planted = (names: readonly string[]) => names.filter((name) => name === '0' || name === '1');
  const order = report.parameters.map(({ name }) => name);
  const theirOrder = [...theirs.keys()].sort((a, b) => theirs[b]! - theirs[a]!).map(String);
  expect(planted(order)).toEqual(planted(theirOrder));
  expect(order.slice(0, 4).sort()).toEqual(theirOrder.slice(0, 4).sort());
  for (const { name, importance } of report.parameters)
    expect(Math.abs(importance! - theirs[Number(name)]!)).toBeLessThan(0.25);
});
