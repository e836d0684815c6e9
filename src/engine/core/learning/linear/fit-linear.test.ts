import { describe, expect, test } from 'vitest';
import type { Column, Table } from '../../table.ts';
import { describeSignature } from '../describe-signature.ts';
import { createSeededRandom } from '../seeded-random.ts';
import type { FitRequest, FittedModel, RoundReport } from '../types.ts';
import { fitLinear } from './fit-linear.ts';
import { minimise } from './minimise.ts';

const numbers = (name: string, values: ArrayLike<number>): Column => ({
  kind: 'number',
  name,
  values: Float64Array.from(values),
});
const codes = (name: string, values: ArrayLike<number>, categories: string[]): Column => ({
  kind: 'category',
  name,
  codes: Int32Array.from(values),
  categories,
});
const tableOf = (...columns: Column[]): Table => {
  const [first] = columns;
  return { rowCount: first!.kind === 'number' ? first!.values.length : first!.codes.length, columns };
};
const everyRow = (table: Table) => Int32Array.from({ length: table.rowCount }, (_, row) => row);
const learn = (table: Table, more: Partial<FitRequest> = {}): Promise<FittedModel> =>
  fitLinear({ table, target: 'y', task: 'regression', trainRows: everyRow(table), seed: 1, ...more });
const valuesOf = (model: FittedModel, table: Table): number[] => {
  const prediction = model.predict(table);
  return [...(prediction.kind === 'regression' ? prediction.values : prediction.probabilities)];
};
const expectStart = (actual: readonly number[], wanted: readonly number[], digits: number) => {
  for (const [index, value] of wanted.entries()) expect(actual[index]).toBeCloseTo(value, digits);
};

const a = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const b = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];
const c = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 1];
const noise = [0.1, -0.2, 0.3, -0.4, 0.5, -0.6, 0.7, -0.8, 0.9, -1, 1.1, -1.2];
const y = a.map((value, row) => 2 * value - b[row]! + [0, 5, -3][c[row]!]! + noise[row]!);
const columns = [numbers('a', a), numbers('b', b)];
const category = codes('c', c, ['p', 'q', 'r']);
const precise = { tolerance: 1e-10, max_iterations: 1000 };

describe('equals scikit-learn 1.9 on standardised and one-hot columns', () => {
  test('Ridge(alpha=1)', async () => {
    const table = tableOf(...columns, category, numbers('y', y));
    expectStart(
      valuesOf(await learn(table), table),
      [-0.10957758637940351, 7.75915436220197, 0.48042673584087225, 7.16381346603849],
      9,
    );
  });

  test('Ridge(alpha=2) with missing values: the median, and a column that says so', async () => {
    const gaps = a.map((value, row) => (row === 1 || row === 5 ? Number.NaN : value));
    const table = tableOf(numbers('a', gaps), numbers('b', b), numbers('y', y));
    const model = await learn(table, { parameters: { l2: 2 } });
    expectStart(valuesOf(model, table), [0.02665973319956727, 9.274360385281456, 3.2151809461697693], 9);
  });

  test('LogisticRegression(C=1), two classes', async () => {
    const table = tableOf(
      ...columns,
      category,
      codes('y', [0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 1], ['no', 'yes']),
    );
    const model = await learn(table, { task: 'binary', parameters: precise });
    const positive = valuesOf(model, table).filter((_, index) => index % 2 === 1);
    expectStart(
      positive,
      [0.28614011142962803, 0.09708656921695179, 0.555855413308157, 0.33553729600028714],
      6,
    );
    expect(model.isConverged).toBe(true);
  });

  test('LogisticRegression(C=0.5), three classes', async () => {
    const table = tableOf(...columns, codes('y', c, ['p', 'q', 'r']));
    const model = await learn(table, { task: 'multiclass', parameters: { ...precise, l2: 2 } });
    expectStart(
      valuesOf(model, table),
      [
        0.4271251823423241, 0.2995453065389038, 0.27332951111877196, 0.6227811478280767, 0.23323245685617466,
        0.14398639531574864,
      ],
      6,
    );
  });
});

describe('columns', () => {
  test('a missing text has a level of its own; an unseen one has none', async () => {
    const table = tableOf(codes('c', [0, 0, 1, 1, -1, -1], ['p', 'q']), numbers('y', [1, 1, 3, 3, 11, 11]));
    const model = await learn(table, { parameters: { l2: 0 } });
    const asked = tableOf(codes('c', [0, 1, -1, 2], ['p', 'q', 'new']));
    const [p, q, missing, unseen] = valuesOf(model, asked) as [number, number, number, number];
    expectStart([p, q, missing], [1, 3, 11], 4);
    expect(unseen).not.toBeCloseTo(missing, 1);
  });

  test('infinite numbers are missing ones', async () => {
    const table = tableOf(
      numbers('a', [1, 2, 3, Number.POSITIVE_INFINITY, Number.NaN]),
      numbers('y', [1, 2, 3, 8, 8]),
    );
    const predicted = valuesOf(await learn(table), table);
    expect(predicted[3]).toBe(predicted[4]);
    expect(predicted.every(Number.isFinite)).toBe(true);
  });

  test('a constant column and one that is missing everywhere do no harm', async () => {
    const table = tableOf(
      numbers(
        'k',
        a.map(() => 1e9),
      ),
      numbers(
        'n',
        a.map(() => Number.NaN),
      ),
      numbers('a', a),
      numbers('y', a),
    );
    expectStart(valuesOf(await learn(table, { parameters: { l2: 1e-6 } }), table), a, 4);
  });

  test('copies of a column share its coefficient, also without a penalty', async () => {
    const table = tableOf(
      numbers('a', a),
      numbers('copy', a),
      numbers(
        'y',
        a.map((value) => 3 * value + 1),
      ),
    );
    const model = await learn(table, { parameters: { l2: 0 } });
    expectStart(
      valuesOf(model, table),
      a.map((value) => 3 * value + 1),
      5,
    );
    expect(model.importance[0]!.gain).toBeCloseTo(model.importance[1]!.gain, 3);
  });

  test('a larger penalty draws predictions to the mean', async () => {
    const table = tableOf(...columns, numbers('y', y));
    const spread = async (l2: number) => {
      const predicted = valuesOf(await learn(table, { parameters: { l2 } }), table);
      return Math.max(...predicted) - Math.min(...predicted);
    };
    expect(await spread(1000)).toBeLessThan(await spread(1));
    expect(await spread(1)).toBeLessThan(await spread(0));
  });
});

describe('wide tables', () => {
  test('beyond a thousand features ridge is solved step by step, to the same minimum', async () => {
    const random = createSeededRandom(2);
    const rowCount = 60;
    const copies = Array.from({ length: 1100 }, (_, index) =>
      numbers(
        `x${index}`,
        index < 3 ? Array.from({ length: rowCount }, () => random()) : new Float64Array(rowCount),
      ),
    );
    const target = numbers(
      'y',
      Array.from({ length: rowCount }, () => 1000 + 50 * random()),
    );
    const wide = tableOf(...copies, target);
    const narrow = tableOf(...copies.slice(0, 3), target);
    const direct = await learn(narrow);
    const stepwise = await learn(wide, { parameters: { tolerance: 1e-9 } });
    expect(direct.rounds).toBe(1);
    expect(stepwise.rounds).toBeGreaterThan(1);
    expectStart(valuesOf(stepwise, wide), valuesOf(direct, narrow), 5);
  });

  test('of a column of identifiers only the most frequent texts are learned', async () => {
    const rowCount = 2000;
    const categories = Array.from({ length: rowCount }, (_, code) => `id${10_000 + code}`);
    const ids = Array.from({ length: rowCount }, (_, row) => (row < 100 ? 1999 : row));
    const table = tableOf(
      codes('id', ids, categories),
      numbers(
        'y',
        ids.map((id) => (id === 1999 ? 50 : id % 7)),
      ),
    );
    const model = await learn(table);
    const predicted = valuesOf(model, tableOf(codes('id', [0, 1], ['id11999', 'id11500'])));
    expect(predicted[0]).toBeCloseTo(50, 0);
    expect(predicted[1]).toBeLessThan(10);
    expect(
      model.toOnnx({ signature: describeSignature({ table, rows: everyRow(table), model }) }).length,
    ).toBeLessThan(20_000);
  });
});

describe('the fit', () => {
  const table = tableOf(
    ...columns,
    category,
    codes('y', [0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 1], ['no', 'yes']),
  );

  test('reports falling losses, and what it measures on the validation rows', async () => {
    const reports: RoundReport[] = [];
    const model = await learn(table, {
      task: 'binary',
      validationRows: Int32Array.of(0, 5),
      onRound: (report) => void reports.push(report),
    });
    expect(reports).toHaveLength(model.rounds);
    expect(reports[0]!.maxRounds).toBe(200);
    expect(reports.at(-1)!.metrics.train_loss).toBeLessThan(Math.log(2));
    const [first, second] = valuesOf(model, table).filter((_, index) => index === 1 || index === 11) as [
      number,
      number,
    ];
    expect(reports.at(-1)!.metrics.validation_loss).toBeCloseTo(
      -(Math.log(1 - first) + Math.log(second)) / 2,
      9,
    );
    expect(reports.at(-1)!.metrics.validation_accuracy).toBe(
      ((first < 0.5 ? 1 : 0) + (second > 0.5 ? 1 : 0)) / 2,
    );
  });

  test('reports the accuracy of several classes', async () => {
    const x = Array.from({ length: 90 }, (_, row) => Math.floor(row / 30));
    const separable = tableOf(
      ...[0, 1, 2].map((k) =>
        numbers(
          `x${k}`,
          x.map((value) => (value === k ? 1 : 0)),
        ),
      ),
      codes('y', x, ['p', 'q', 'r']),
    );
    const reports: RoundReport[] = [];
    await learn(separable, {
      task: 'multiclass',
      validationRows: Int32Array.of(0, 31, 89),
      onRound: (report) => void reports.push(report),
    });
    expect(reports.at(-1)!.metrics.validation_accuracy).toBe(1);
  });

  test('says when it was not given enough iterations', async () => {
    const model = await learn(table, { task: 'binary', parameters: { max_iterations: 2 } });
    expect(model).toMatchObject({ rounds: 2, isConverged: false });
  });

  test('gives the same bytes again, whatever the seed', async () => {
    const bytes = async () => {
      const model = await learn(table, { task: 'binary' });
      return Buffer.from(
        model.toOnnx({ signature: describeSignature({ table, rows: everyRow(table), model }) }),
      );
    };
    expect((await bytes()).equals(await bytes())).toBe(true);
    const predicted = async (seed: number) => valuesOf(await learn(table, { task: 'binary', seed }), table);
    expect(await predicted(1)).toEqual(await predicted(2));
  });

  test('ends with the reason of an abort', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const onRound = () => controller.abort(reason);
    await expect(learn(table, { task: 'binary', signal: controller.signal, onRound })).rejects.toBe(reason);
    await expect(
      learn(tableOf(numbers('a', a), numbers('y', a)), { signal: controller.signal }),
    ).rejects.toBe(reason);
  });

  test('ranks the columns by what they move', async () => {
    const ranked = tableOf(
      numbers('weak', b),
      numbers('strong', a),
      numbers(
        'y',
        a.map((value, row) => 100 * value + b[row]!),
      ),
    );
    expect((await learn(ranked)).importance.map((entry) => entry.column)).toEqual(['strong', 'weak']);
  });
});

describe('L-BFGS', () => {
  const run = (evaluate: (point: Float64Array, gradient: Float64Array) => number, maxIterations = 200) =>
    minimise({ evaluate, size: 2, tolerance: 1e-8, maxIterations, onIteration: async () => {} });

  test('finds the minimum of a narrow valley, in far fewer steps than the plain gradient', async () => {
    const { point, isConverged, iterations } = await run(([x, y] = new Float64Array(2), gradient) => {
      gradient[0] = 2 * (x! - 3);
      gradient[1] = 2000 * (y! + 1);
      return (x! - 3) ** 2 + 1000 * (y! + 1) ** 2;
    });
    expect(isConverged).toBe(true);
    expect(iterations).toBeLessThan(30);
    expect(point[0]).toBeCloseTo(3, 6);
    expect(point[1]).toBeCloseTo(-1, 6);
  });

  test('stops at once where the function is flat, and at the limit where it falls for ever', async () => {
    const flat = await run((_, gradient) => {
      gradient.fill(0);
      return 1;
    });
    expect(flat).toMatchObject({ iterations: 0, isConverged: true });
    const falling = await run((point, gradient) => {
      gradient.fill(-1);
      return -point[0]! - point[1]!;
    }, 5);
    expect(falling).toMatchObject({ iterations: 5, isConverged: false });
  });
});
