import { describe, expect, test } from 'vitest';
import type { Column, Table } from '../../table.ts';
import { describeSignature } from '../describe-signature.ts';
import { LearningError } from '../learning-error.ts';
import { createSeededRandom } from '../seeded-random.ts';
import type { FitRequest, FittedModel, RoundReport } from '../types.ts';
import { fitGbdt } from './fit-gbdt.ts';

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
  fitGbdt({ table, target: 'y', task: 'regression', trainRows: everyRow(table), seed: 1, ...more });
const valuesOf = (model: FittedModel, table: Table): number[] => {
  const prediction = model.predict(table);
  return [...(prediction.kind === 'regression' ? prediction.values : prediction.probabilities)];
};

const expectClose = (actual: readonly number[], wanted: readonly number[], digits = 12) => {
  expect(actual).toHaveLength(wanted.length);
  for (const [index, value] of wanted.entries()) expect(actual[index]).toBeCloseTo(value, digits);
};

/** One tree of two leaves, added whole: the best single split. */
const stump = { num_rounds: 1, num_leaves: 2, learning_rate: 1, min_data_in_leaf: 1 };

describe('the best single split', () => {
  test('is the one with the least squared error, found by trying all', async () => {
    const random = createSeededRandom(5);
    const x = Array.from({ length: 60 }, () => Math.floor(random() * 30));
    const y = x.map((value) => Math.sin(value / 4) + random());
    const table = tableOf(numbers('x', x), numbers('y', y));
    const predicted = valuesOf(await learn(table, { parameters: stump }), table);
    const errors = [...new Set(x)].map((threshold) => squaredError(y, splitMeans(x, y, threshold)));
    expect(squaredError(y, predicted)).toBeCloseTo(Math.min(...errors), 10);
  });

  test('may be between present and missing', async () => {
    const table = tableOf(
      numbers('x', [1, 2, Number.NaN, 1, 2, Number.NaN, 3, Number.NaN]),
      numbers('y', [5, 5, 1, 5, 5, 1, 5, 1]),
    );
    const model = await learn(table, { parameters: stump });
    expectClose(valuesOf(model, table), [5, 5, 1, 5, 5, 1, 5, 1]);
  });

  test.each([
    ['low', [1, 1, 9, 9, 1, 1]],
    ['high', [1, 1, 9, 9, 9, 9]],
  ])('sends missing values to the side that they are like: %s', async (_, y) => {
    const table = tableOf(numbers('x', [1, 2, 3, 4, Number.NaN, Number.NaN]), numbers('y', y));
    const model = await learn(table, { parameters: stump });
    expectClose(valuesOf(model, table), y);
  });

  test('where none was missing, sends missing values to the larger side', async () => {
    const table = tableOf(numbers('x', [1, 2, 3, 4, 5]), numbers('y', [1, 1, 1, 1, 9]));
    const model = await learn(table, { parameters: stump });
    expect(valuesOf(model, tableOf(numbers('x', [Number.NaN])))[0]).toBeCloseTo(1, 12);
  });

  test('respects min_data_in_leaf', async () => {
    const table = tableOf(numbers('x', [1, 2, 3, 4, 5, 6]), numbers('y', [0, 0, 0, 0, 0, 60]));
    const model = await learn(table, { parameters: { ...stump, min_data_in_leaf: 2 } });
    expectClose(valuesOf(model, table), [0, 0, 0, 0, 30, 30]);
  });

  test('lambda_l2 shrinks the leaves towards the mean', async () => {
    const table = tableOf(numbers('x', [1, 1, 2, 2]), numbers('y', [0, 0, 8, 8]));
    const model = await learn(table, { parameters: { ...stump, lambda_l2: 2 } });
    expect(valuesOf(model, table)[0]).toBeCloseTo(4 - 8 / (2 + 2), 12);
  });
});

describe('categories', () => {
  test('few are split one against the rest, whatever their order', async () => {
    const table = tableOf(codes('c', [0, 1, 2, 0, 1, 2], ['a', 'b', 'c']), numbers('y', [1, 7, 1, 1, 7, 1]));
    const model = await learn(table, { parameters: stump });
    expectClose(valuesOf(model, table), [1, 7, 1, 1, 7, 1]);
  });

  test('many are split by sets: those alike end up together in one split', async () => {
    const rowCount = 6000;
    const categories = Array.from({ length: 30 }, (_, code) => `c${10 + code}`);
    const c = Array.from({ length: rowCount }, (_, row) => row % 30);
    const y = c.map((code) => (code % 3 === 0 ? 10 : 0));
    const table = tableOf(codes('c', c, categories), numbers('y', y));
    const model = await learn(table, { parameters: { ...stump, cat_l2: 0 } });
    expectClose(valuesOf(model, table), y, 9);
    const unseen = tableOf(codes('c', [0, -1, 1], ['c99', 'zz']));
    for (const value of valuesOf(model, unseen)) expect(value).toBeCloseTo(0, 9);
  });

  test('a missing text is a category of its own; an unseen one is taken for missing', async () => {
    const table = tableOf(codes('c', [0, 0, 1, 1, -1, -1], ['a', 'b']), numbers('y', [1, 1, 1, 1, 9, 9]));
    const model = await learn(table, { parameters: stump });
    const asked = tableOf(codes('c', [-1, 0, 1, 2], ['', 'a', 'new']));
    expectClose(valuesOf(model, asked), [9, 9, 1, 9]);
  });

  test('max_cat_threshold limits the smaller side', async () => {
    const c = Array.from({ length: 3000 }, (_, row) => row % 20);
    const table = tableOf(
      codes(
        'c',
        c,
        Array.from({ length: 20 }, (_, code) => `c${10 + code}`),
      ),
      numbers('y', c),
    );
    const distinctOf = async (limit: number) => {
      const model = await learn(table, { parameters: { ...stump, max_cat_threshold: limit } });
      const predicted = valuesOf(model, table)
        .slice(0, 20)
        .map((value) => value.toFixed(6));
      return Math.min(
        predicted.filter((value) => value === predicted[0]).length,
        predicted.filter((value) => value !== predicted[0]).length,
      );
    };
    expect(await distinctOf(2)).toBe(2);
    expect(await distinctOf(32)).toBe(10);
  });
});

describe('tasks', () => {
  test('without any split the prediction is the mean, the share, the shares', async () => {
    const constant = numbers('x', new Float64Array(10));
    const values = tableOf(constant, numbers('y', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
    expect(valuesOf(await learn(values), values)[3]).toBeCloseTo(5.5, 12);
    const two = tableOf(constant, codes('y', [0, 0, 0, 0, 0, 0, 0, 1, 1, 1], ['no', 'yes']));
    const shares = valuesOf(await learn(two, { task: 'binary' }), two);
    expect(shares[0]).toBeCloseTo(0.7, 9);
    expect(shares[1]).toBeCloseTo(0.3, 9);
    const three = tableOf(constant, codes('y', [0, 0, 0, 0, 0, 1, 1, 1, 2, 2], ['a', 'b', 'c']));
    const ofThree = valuesOf(await learn(three, { task: 'multiclass' }), three);
    expectClose(ofThree.slice(0, 3), [0.5, 0.3, 0.2], 9);
  });

  test('the positive class is the second: Yes, though the columns say otherwise', async () => {
    const x = Array.from({ length: 200 }, (_, row) => row);
    const y = x.map((value) => (value < 60 ? 1 : 0));
    const table = tableOf(numbers('x', x), codes('y', y, ['No', 'Yes']));
    const model = await learn(table, { task: 'binary' });
    expect(model.classes).toEqual(['No', 'Yes']);
    expect(valuesOf(model, table)[1]).toBeGreaterThan(0.95);
    expect(valuesOf(model, table).at(-1)).toBeLessThan(0.05);
  });

  test('probabilities of a row sum to 1 and find the class', async () => {
    const x = Array.from({ length: 300 }, (_, row) => row);
    const table = tableOf(
      numbers('x', x),
      codes(
        'y',
        x.map((value) => Math.floor(value / 100)),
        ['a', 'b', 'c'],
      ),
    );
    const probabilities = valuesOf(await learn(table, { task: 'multiclass' }), table);
    for (const row of [0, 150, 299]) {
      const ofRow = probabilities.slice(3 * row, 3 * row + 3);
      expect(ofRow.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
      expect(ofRow[Math.floor(row / 100)]).toBeGreaterThan(0.95);
    }
  });

  test('a task of two classes may be called multiclass', async () => {
    const x = Array.from({ length: 200 }, (_, row) => row);
    const table = tableOf(
      numbers('x', x),
      codes(
        'y',
        x.map((value) => (value < 100 ? 0 : 1)),
        ['a', 'b'],
      ),
    );
    const probabilities = valuesOf(await learn(table, { task: 'multiclass' }), table);
    expect(probabilities).toHaveLength(400);
    expect(probabilities[0]).toBeGreaterThan(0.9);
  });

  test('hundreds of classes are learned, and no score runs away with the others', async () => {
    const random = createSeededRandom(5);
    const classes = Array.from({ length: 200 }, (_, code) => `c${code}`);
    const truth = Array.from({ length: 4_000 }, (_, row) => row % classes.length);
    const table = tableOf(
      numbers(
        'x',
        truth.map((code) => code + 0.4 * random()),
      ),
      codes('y', truth, classes),
    );
    const reports: RoundReport[] = [];
    await learn(table, {
      task: 'multiclass',
      parameters: { num_rounds: 5 },
      onRound: (report) => void reports.push(report),
    });
    // A guess has the loss ln 200 = 5.3; it was above 30 from the second round on.
    expect(reports.at(-1)!.metrics.train_loss).toBeLessThan(2);
  });
});

/** y depends on x and c; noise keeps the trees busy. */
function noisyTable(rowCount = 800, seed = 3): Table {
  const random = createSeededRandom(seed);
  const x = Array.from({ length: rowCount }, () => random() * 10);
  const c = Array.from({ length: rowCount }, () => Math.floor(random() * 12));
  const noise = Array.from({ length: rowCount }, () => random() * 4);
  const y = x.map((value, row) => value + (c[row]! % 4) * 2 + random() * 3);
  return tableOf(
    numbers('x', x),
    codes(
      'c',
      c,
      Array.from({ length: 12 }, (_, code) => `c${10 + code}`),
    ),
    numbers('noise', noise),
    numbers('y', y),
  );
}

describe('repeatable', () => {
  const table = noisyTable();
  const sampled = { num_rounds: 10, bagging_fraction: 0.7, feature_fraction: 0.7 };
  const bytesOf = async (more: Partial<FitRequest>) => {
    const model = await learn(table, more);
    return Buffer.from(
      model.toOnnx({ signature: describeSignature({ table, rows: everyRow(table), model }) }),
    );
  };

  test('the same request gives the same bytes', async () => {
    const first = await bytesOf({ parameters: sampled, seed: 4 });
    expect(first.equals(await bytesOf({ parameters: sampled, seed: 4 }))).toBe(true);
    expect(first.equals(await bytesOf({ parameters: { ...sampled, num_rounds: 11 }, seed: 4 }))).toBe(false);
  });

  test('another seed gives another sample, and so another model', async () => {
    const ofSeed = async (seed: number) => valuesOf(await learn(table, { parameters: sampled, seed }), table);
    expect(await ofSeed(4)).not.toEqual(await ofSeed(5));
  });

  test('two fits at a time do not touch each other', async () => {
    const [left, right] = await Promise.all([
      learn(table, { parameters: { num_rounds: 20 } }),
      learn(noisyTable(500, 9), { parameters: { num_rounds: 20 } }),
    ]);
    expect(valuesOf(left!, table)).toEqual(
      valuesOf(await learn(table, { parameters: { num_rounds: 20 } }), table),
    );
    expect(right!.rounds).toBe(20);
  });
});

describe('rounds', () => {
  const table = noisyTable();
  const trainRows = everyRow(table).filter((row) => row % 4 !== 0);
  const validationRows = everyRow(table).filter((row) => row % 4 === 0);
  const collect = async (more: Partial<FitRequest> = {}) => {
    const reports: RoundReport[] = [];
    const model = await learn(table, {
      trainRows,
      validationRows,
      ...more,
      onRound: (report) => void reports.push(report),
    });
    return { model, reports };
  };

  const lossOn = (model: FittedModel, rows: Int32Array) => {
    const y = (table.columns[3] as { values: Float64Array }).values;
    const prediction = model.predict(table, rows);
    if (prediction.kind !== 'regression') throw new Error('expected values');
    const truth = Array.from(rows, (row) => y[row]!);
    return squaredError(truth, [...prediction.values]) / rows.length;
  };

  test('each is reported, with the loss that the model then has', async () => {
    const { model, reports } = await collect({ parameters: { num_rounds: 12 } });
    expect(reports.map((report) => report.round)).toEqual(
      Array.from({ length: 12 }, (_, index) => index + 1),
    );
    expect(reports.every((report) => report.maxRounds === 12)).toBe(true);
    const losses = reports.map((report) => report.metrics.train_loss!);
    expect(losses).toEqual(losses.toSorted((a, b) => b - a));
    const last = reports.at(-1)!.metrics;
    expect(last.train_loss).toBeCloseTo(lossOn(model, trainRows), 9);
    expect(last.validation_loss).toBeCloseTo(lossOn(model, validationRows), 9);
    expect(last.validation_rmse).toBeCloseTo(Math.sqrt(last.validation_loss!), 12);
  });

  test('with sampled rows the loss is still that of all training rows', async () => {
    const { model, reports } = await collect({ parameters: { num_rounds: 5, bagging_fraction: 0.5 } });
    expect(reports.at(-1)!.metrics.train_loss).toBeCloseTo(lossOn(model, trainRows), 9);
  });

  test.each(['binary', 'multiclass'] as const)('%s reports accuracy too', async (task) => {
    const classCount = task === 'binary' ? 2 : 4;
    const x = Array.from({ length: 200 }, (_, row) => row);
    const classOf = (value: number) => Math.floor((value * classCount) / 200);
    const separable = tableOf(numbers('x', x), codes('y', x.map(classOf), ['a', 'b', 'c', 'd']));
    const reports: RoundReport[] = [];
    await learn(separable, {
      task,
      validationRows: Int32Array.of(0, 1, 199),
      parameters: { num_rounds: 5 },
      onRound: (report) => void reports.push(report),
    });
    expect(reports.at(-1)!.metrics.validation_accuracy).toBe(1);
    expect(reports.at(-1)!.metrics.train_loss).toBeLessThan(Math.log(classCount));
  });

  test('early stopping keeps the best round and stops soon after it', async () => {
    const parameters = { num_rounds: 500, early_stopping_rounds: 7, learning_rate: 0.3, min_data_in_leaf: 2 };
    const { model, reports } = await collect({ parameters });
    const losses = reports.map((report) => report.metrics.validation_loss!);
    const best = losses.indexOf(Math.min(...losses)) + 1;
    expect(reports.length).toBe(best + 7);
    expect(model.rounds).toBe(best);
    const short = await collect({
      parameters: { ...parameters, num_rounds: best, early_stopping_rounds: 0 },
    });
    expect(valuesOf(model, table)).toEqual(valuesOf(short.model, table));
  });

  test('an abort between rounds ends the fit with its reason', async () => {
    const controller = new AbortController();
    const reason = new Error('the user said stop');
    let rounds = 0;
    const running = learn(table, {
      signal: controller.signal,
      onRound: ({ round }) => {
        rounds = round;
        if (round === 3) controller.abort(reason);
      },
    });
    await expect(running).rejects.toBe(reason);
    expect(rounds).toBe(3);
  });

  test('other events get their turn while it runs', async () => {
    let isAborted = false;
    const controller = new AbortController();
    setImmediate(() => controller.abort());
    await learn(table, { parameters: { num_rounds: 10_000 }, signal: controller.signal }).catch(() => {
      isAborted = true;
    });
    expect(isAborted).toBe(true);
  });
});

describe('what it says of itself', () => {
  test('importance: every input once, the useful one first', async () => {
    const model = await learn(noisyTable());
    expect(model.importance.map((entry) => entry.column).sort()).toEqual(['c', 'noise', 'x']);
    expect(model.importance[0]!.column).toBe('x');
    expect(model.importance[2]!.gain).toBeGreaterThan(0);
  });

  test('rows without a target are left out and counted', async () => {
    const table = tableOf(numbers('x', [1, 2, 3, 4]), numbers('y', [1, Number.NaN, 3, Number.NaN]));
    const model = await learn(table, { trainRows: Int32Array.of(0, 1, 2), validationRows: Int32Array.of(3) });
    expect(model.droppedRows).toEqual({ train: 1, validation: 1 });
    expect(valuesOf(model, table)[0]).toBeCloseTo(2, 12);
  });

  test('inputs may be chosen', async () => {
    const model = await learn(noisyTable(), { inputs: ['noise'], parameters: { num_rounds: 2 } });
    expect(model.inputs).toEqual(['noise']);
  });
});

test('two thousand columns: the two that matter are found', async () => {
  const random = createSeededRandom(8);
  const columns = Array.from({ length: 2000 }, (_, index) =>
    numbers(
      `x${index}`,
      Array.from({ length: 300 }, () => random()),
    ),
  );
  const value = (index: number, row: number) => (columns[index] as { values: Float64Array }).values[row]!;
  const y = Array.from({ length: 300 }, (_, row) => 5 * value(17, row) + 3 * value(1999, row));
  const model = await learn(tableOf(...columns, numbers('y', y)), { parameters: { num_rounds: 3 } });
  expect(model.importance.slice(0, 2).map((entry) => entry.column)).toEqual(['x17', 'x1999']);
});

test('learns a target of any size alike', async () => {
  const random = createSeededRandom(7);
  const x = Array.from({ length: 400 }, () => random() * 10);
  const errorOf = async (unit: number) => {
    const y = x.map((value) => (value + Math.sin(3 * value)) * unit);
    const table = tableOf(numbers('x', x), numbers('y', y));
    return squaredError(y, valuesOf(await learn(table), table)) / unit ** 2;
  };
  const plain = await errorOf(1);
  for (const unit of [1e-30, 1e-9, 1e30]) expect((await errorOf(unit)) / plain).toBeCloseTo(1, 6);
});

describe('what it refuses', () => {
  const table = noisyTable(50);
  test.each<[string, Partial<FitRequest>, RegExp]>([
    ['an unknown input', { inputs: ['X'] }, /no column "X".*"x"/],
    ['the target as input', { inputs: ['x', 'y'] }, /target "y" cannot be an input/],
    ['an input twice', { inputs: ['x', 'x'] }, /two input columns named "x"/],
    ['no input', { inputs: [] }, /no column beside the target/],
    ['an unknown parameter', { parameters: { depth: 3 } }, /no parameter "depth"/],
    ['no training row', { trainRows: new Int32Array() }, /Only 0 training rows/],
    ['text as numbers', { target: 'c' }, /"c" holds text/],
  ])('%s', async (_, more, message) => {
    await expect(learn(table, more)).rejects.toThrow(LearningError);
    await expect(learn(table, more)).rejects.toThrow(message);
  });

  test('a table that lacks a column, or has text where numbers were', async () => {
    const model = await learn(table, { parameters: { num_rounds: 1 } });
    expect(() => model.predict(tableOf(numbers('x', [1])))).toThrow(/no column "c"/);
    expect(() => model.predict(tableOf(codes('x', [0], ['a']), ...table.columns.slice(1)))).toThrow(
      /"x" holds text/,
    );
  });

  test('a signature of another model', async () => {
    const model = await learn(table, { parameters: { num_rounds: 1 } });
    const signature = describeSignature({ table, rows: everyRow(table), model });
    expect(() => model.toOnnx({ signature: { ...signature, inputs: signature.inputs.slice(1) } })).toThrow(
      LearningError,
    );
    expect(() => model.toOnnx({ signature: { ...signature, outputs: { value: 'x' } } })).toThrow(
      /no names of outputs/,
    );
    const asText = signature.inputs.map((input) => ({ ...input, type: 'string' as const }));
    expect(() => model.toOnnx({ signature: { ...signature, inputs: asText } })).toThrow(/"x" as numbers/);
  });
});

function splitMeans(x: readonly number[], y: readonly number[], threshold: number): number[] {
  const meanOf = (isLeft: boolean) => {
    const side = y.filter((_, row) => x[row]! <= threshold === isLeft);
    return side.reduce((sum, value) => sum + value, 0) / Math.max(1, side.length);
  };
  const means = [meanOf(false), meanOf(true)];
  return x.map((value) => means[value <= threshold ? 1 : 0]!);
}

function squaredError(truth: readonly number[], predicted: readonly number[]): number {
  return truth.reduce((sum, value, row) => sum + (value - predicted[row]!) ** 2, 0);
}
