import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { type OnnxOutput, outputNameOf, type Signature, type Task } from '../../../shared/model/signature.ts';
import type { Column, Table } from '../table.ts';
import { describeSignature } from './describe-signature.ts';
import { learners } from './learner.ts';
import { createSeededRandom } from './seeded-random.ts';
import type { FittedModel } from './types.ts';

const tasks: readonly Task[] = ['binary', 'multiclass', 'regression'];
const trainCount = 600;

for (const learner of learners) {
  describe(`${learner.id} in ONNX Runtime`, () => {
    for (const task of tasks) {
      test(`${task}: equals its own prediction, with missing values and unseen texts`, async () => {
        const training = mixedTable({ rowCount: trainCount, seed: 1, task });
        const model = await train(learner.id, training, task);
        const unknown = withUnseenTexts(mixedTable({ rowCount: 300, seed: 2, task }));
        await expectSameAsOnnx(model, training, unknown);
      });
    }

    test('answers one row as it answers many', async () => {
      const table = mixedTable({ rowCount: trainCount, seed: 3, task: 'multiclass' });
      const model = await train(learner.id, table, 'multiclass');
      const session = await openSession(model, table);
      const rows = Array.from({ length: 20 }, (_, row) => row);
      const together = await run(session, model, table, rows);
      for (const row of rows) {
        const alone = await run(session, model, table, [row]);
        const width = model.classes.length;
        expect(alone.probabilities).toEqual(together.probabilities!.slice(row * width, (row + 1) * width));
        expect(alone.labels).toEqual([together.labels![row]]);
      }
    });

    test('labels the most probable class', async () => {
      const table = mixedTable({ rowCount: trainCount, seed: 4, task: 'binary' });
      const model = await train(learner.id, table, 'binary');
      const { labels, probabilities } = await run(
        await openSession(model, table),
        model,
        table,
        everyRow(table),
      );
      expect(new Set(labels)).toEqual(new Set(['no', 'yes']));
      labels!.forEach((label, row) => {
        expect(label).toBe(probabilities![2 * row + 1]! > probabilities![2 * row]! ? 'yes' : 'no');
      });
    });

    for (const task of tasks) {
      test(`${task}: columns keep their names where outputs and inner values would have them`, async () => {
        const names = { gappy: 'value', few: 'label', full: 'probabilities', many: 'constant_1' };
        const more = { gappy: 'cast_2', few: 'concat_1', full: 'value_output', many: 'label_output' };
        for (const renaming of [names, more]) {
          const table = renamed(mixedTable({ rowCount: trainCount, seed: 5, task }), renaming);
          const model = await train(learner.id, table, task);
          expect((await openSession(model, table)).inputNames).toEqual(Object.values(renaming));
          await expectSameAsOnnx(model, table, table);
        }
      });
    }

    test('takes columns that are missing everywhere, constant, or made of one text', async () => {
      const table = dullTable();
      const model = await train(learner.id, table, 'regression');
      await expectSameAsOnnx(model, table, table);
    });
  });
}

/** Numbers with gaps, a number that is missing only later, few and many categories with gaps; the target depends on all of them. */
function mixedTable({ rowCount, seed, task }: { rowCount: number; seed: number; task: Task }): Table {
  const random = createSeededRandom(seed);
  const numbers = (share: number) =>
    Float64Array.from({ length: rowCount }, () => (random() < share ? Number.NaN : random() * 20 - 5));
  const codes = (count: number, share: number) =>
    Int32Array.from({ length: rowCount }, () => (random() < share ? -1 : Math.floor(random() ** 2 * count)));
  const gappy = numbers(0.15);
  const full = numbers(seed === 1 ? 0 : 0.1);
  const few = codes(3, 0.1);
  const many = codes(60, 0.05);
  const score = Float64Array.from({ length: rowCount }, (_, row) => {
    const fromGappy = Number.isNaN(gappy[row]!) ? 6 : gappy[row]!;
    const fromFull = Number.isNaN(full[row]!) ? 0 : Math.abs(full[row]! - 4);
    return fromGappy + fromFull + few[row]! * 3 + (many[row]! % 7) + random();
  });
  return {
    rowCount,
    columns: [
      { kind: 'number', name: 'gappy', values: gappy },
      { kind: 'category', name: 'few', codes: few, categories: ['a', 'b', 'ü, "quoted"'] },
      { kind: 'number', name: 'full', values: full },
      {
        kind: 'category',
        name: 'many',
        codes: many,
        categories: Array.from({ length: 60 }, (_, code) => `m${100 + code}`),
      },
      targetColumn(score, task),
    ],
  };
}

function renamed(table: Table, names: Readonly<Record<string, string>>): Table {
  const columns = table.columns.map((column) => ({ ...column, name: names[column.name] ?? column.name }));
  return { ...table, columns };
}

function targetColumn(score: Float64Array, task: Task): Column {
  if (task === 'regression') return { kind: 'number', name: 'y', values: score };
  const classes = task === 'binary' ? ['no', 'yes'] : ['p', 'q', 'r', 's'];
  const sorted = score.slice().sort();
  const codes = Int32Array.from(score, (value) =>
    Math.min(classes.length - 1, Math.floor((sorted.indexOf(value) / score.length) * classes.length)),
  );
  return { kind: 'category', name: 'y', codes, categories: classes };
}

/** The same columns with another dictionary: some texts of the training never occur, and some here are new. */
function withUnseenTexts(table: Table): Table {
  const columns = table.columns.map((column): Column => {
    if (column.kind === 'number' || column.name === 'y') return column;
    return {
      ...column,
      categories: column.categories.map((text, code) => (code % 4 === 1 ? `new ${text}` : text)),
    };
  });
  return { ...table, columns };
}

function dullTable(): Table {
  const rowCount = 80;
  const numbers = (name: string, read: (row: number) => number): Column => ({
    kind: 'number',
    name,
    values: Float64Array.from({ length: rowCount }, (_, row) => read(row)),
  });
  return {
    rowCount,
    columns: [
      numbers('missing everywhere', () => Number.NaN),
      numbers('constant', () => 7),
      numbers('infinite', (row) =>
        row % 5 === 0 ? Number.NEGATIVE_INFINITY : row % 5 === 1 ? Number.POSITIVE_INFINITY : row,
      ),
      { kind: 'category', name: 'one text', codes: new Int32Array(rowCount), categories: ['x'] },
      { kind: 'category', name: 'no text', codes: new Int32Array(rowCount).fill(-1), categories: [] },
      {
        kind: 'category',
        name: 'empty text',
        codes: Int32Array.from({ length: rowCount }, (_, row) => row % 2),
        categories: ['', 'z'],
      },
      numbers('y', (row) => row * 2 + (row % 2) * 30),
    ],
  };
}

function train(learner: string, table: Table, task: Task): Promise<FittedModel> {
  const found = learners.find((candidate) => candidate.id === learner)!;
  return found.fit({ table, target: 'y', task, trainRows: everyRow(table), seed: 1 });
}

function everyRow(table: Table): Int32Array {
  return Int32Array.from({ length: table.rowCount }, (_, row) => row);
}

async function expectSameAsOnnx(model: FittedModel, training: Table, table: Table): Promise<void> {
  const answers = await run(await openSession(model, training), model, table, everyRow(table));
  const prediction = model.predict(table);
  const own = prediction.kind === 'regression' ? prediction.values : prediction.probabilities;
  const onnx = (prediction.kind === 'regression' ? answers.values : answers.probabilities)!;
  expect(onnx.length).toBe(own.length);
  own.forEach((value, index) => {
    expect(Math.abs(onnx[index]! - value)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(value)));
  });
  expect(new Set(own).size).toBeGreaterThan(10);
}

async function openSession(model: FittedModel, training: Table): Promise<InferenceSession> {
  const signature = signatureOf(model, training);
  return InferenceSession.create(model.toOnnx({ signature }), { intraOpNumThreads: 1 });
}

function signatureOf(model: FittedModel, table: Table): Signature {
  return describeSignature({ table, rows: everyRow(table), model });
}

interface Answers {
  labels?: string[];
  probabilities?: number[];
  values?: number[];
}

async function run(
  session: InferenceSession,
  model: FittedModel,
  table: Table,
  rows: ArrayLike<number>,
): Promise<Answers> {
  const feeds = Object.fromEntries(model.inputs.map((name) => [name, feedOf(table, name, rows)]));
  const outputs = await session.run(feeds);
  const signature = signatureOf(model, table);
  const outputOf = (output: OnnxOutput) => outputs[outputNameOf(signature, output)]!;
  if (model.task === 'regression') {
    expect(outputOf('value').dims).toEqual([rows.length]);
    return { values: [...(outputOf('value').data as Float32Array)] };
  }
  expect(outputOf('label').dims).toEqual([rows.length]);
  expect(outputOf('probabilities').dims).toEqual([rows.length, model.classes.length]);
  return {
    labels: [...(outputOf('label').data as string[])],
    probabilities: [...(outputOf('probabilities').data as Float32Array)],
  };
}

function feedOf(table: Table, name: string, rows: ArrayLike<number>): Tensor {
  const column = table.columns.find((candidate) => candidate.name === name)!;
  const dims = [rows.length, 1];
  if (column.kind === 'number')
    return new Tensor(
      'float32',
      Float32Array.from(rows, (row) => column.values[row]!),
      dims,
    );
  return new Tensor(
    'string',
    Array.from(rows, (row) => column.categories[column.codes[row]!] ?? ''),
    dims,
  );
}
