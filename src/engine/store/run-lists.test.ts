import { describe, expect, it } from 'vitest';
import { openTestStore } from '../../../test/support/open-test-store.ts';
import { plansOf } from '../../../test/support/query-plan.ts';
import { addRun } from '../../../test/support/run-store.ts';
import { readRunColumn } from '../../shared/model/run-column.ts';
import { parseQuery } from '../../shared/query/parse.ts';
import { resolveQuery } from '../../shared/query/resolve.ts';
import type { Reader } from '../ports/store-handles.ts';
import { columnOfRuns, wholeColumn } from './run-column-values.ts';
import { groupRuns, isConstant, meanOf } from './run-groups.ts';
import { createRunLists, type RunSelection } from './run-lists.ts';
import { logPoints } from './run-metrics.ts';
import { idsOfNumbers, numbersOfIds } from './run-number.ts';
import { conditionOf } from './run-query.ts';
import { setRunLifecycle } from './runs.ts';

const active: RunSelection = { condition: null, deleted: false };
const column = readRunColumn;
const named = (reader: Reader, runs: readonly number[]): string => idsOfNumbers(reader, runs).join('');

const order = (reader: Reader, ...keys: [text: string, descending: boolean][]): string =>
  named(
    reader,
    createRunLists(reader).ordered(
      active,
      keys.map(([text, descending]) => ({ column: column(text), descending })),
    ),
  );

const openRuns = () => {
  const store = openTestStore();
  addRun(store, {
    id: 'a',
    name: 'beta',
    startedAtMs: 1000,
    endedAtMs: 4000,
    parameters: { depth: '9', mode: 'x' },
    metrics: { auc: 0.5, loss: 'NaN' },
  });
  addRun(store, {
    id: 'b',
    name: 'Alpha',
    experiment: 'other',
    startedAtMs: 2000,
    endedAtMs: 3000,
    parameters: { depth: '10' },
    metrics: { auc: 0.75, loss: 1 },
    tags: { team: 'red' },
    dataset: { name: 'customers', version: 3 },
  });
  addRun(store, { id: 'c', name: 'gamma', startedAtMs: 3000, parameters: { depth: 'auto' } });
  addRun(store, { id: 'd', name: 'delta', startedAtMs: 4000 });
  return store;
};

describe('ordering', () => {
  it('takes the infinities and NaN that Python writes for what they are', () => {
    const store = openTestStore();
    const clips = { a: 'inf', b: '1', c: '-inf', d: 'nan', e: 'auto' };
    for (const [id, clip] of Object.entries(clips)) addRun(store, { id, parameters: { clip } });
    expect(order(store.reader, ['params.clip', false])).toBe('cbaed');
  });

  it.each([
    ['metrics.auc', 'abdc', 'badc'],
    ['metrics.loss', 'badc', 'badc'],
    ['params.depth', 'abcd', 'cbad'],
    ['params.mode', 'adcb', 'adcb'],
    ['tags.team', 'bdca', 'bdca'],
    ['name', 'badc', 'cdab'],
    ['start_time', 'abcd', 'dcba'],
    ['duration', 'badc', 'abdc'],
    ['dataset', 'bdca', 'bdca'],
    ['experiment', 'dcab', 'bdca'],
  ])('by %s puts missing values last both ways, and the newest first among equals', (key, up, down) => {
    const { reader } = openRuns();
    expect([order(reader, [key, false]), order(reader, [key, true])]).toEqual([up, down]);
  });

  it('by several keys takes the first for the most important', () => {
    const { reader } = openRuns();
    expect(order(reader, ['experiment', false], ['params.depth', true])).toBe('cadb');
    expect(order(reader, ['experiment', true], ['name', false])).toBe('badc');
  });

  it('is that of now, whoever wrote', () => {
    const store = openRuns();
    const lists = createRunLists(store.reader);
    const newest = () => named(store.reader, lists.ordered(active, []));
    expect(newest()).toBe('dcba');
    store.write((writer) => setRunLifecycle(writer, 'c', 'deleted', 5000));
    expect(newest()).toBe('dba');
    expect(named(store.reader, lists.ordered({ ...active, deleted: true }, []))).toBe('c');
    expect(named(store.reader, lists.ordered({ ...active, experiment: 'other' }, []))).toBe('b');
    expect(lists.ordered({ ...active, experiment: 'unknown' }, [])).toEqual([]);
  });
});

describe('a column', () => {
  const openHistory = () => {
    const store = openTestStore();
    addRun(store, { id: 'a' });
    addRun(store, { id: 'b' });
    const points = (key: string, ...values: (number | 'NaN')[]) =>
      values.map((value, step) => ({ key, step, value, timestampMs: step }));
    store.write((writer) => {
      logPoints(writer, 'a', [...points('loss', 3, 1, 2), ...points('auc', 0.1, 0.5, 0.9)]);
      // Step 1 twice: what came later counts.
      logPoints(writer, 'a', [{ key: 'auc', step: 1, value: 0.7, timestampMs: 50 }]);
      logPoints(writer, 'b', [...points('loss', 'NaN', 5)]);
    });
    return store.reader;
  };

  it.each([
    ['metrics.loss', 2, 5],
    ['first(metrics.loss)', 3, 'NaN'],
    ['min(metrics.loss)', 1, 5],
    ['max(metrics.loss)', 3, 5],
    ['count(metrics.loss)', 3, 2],
    ['at(metrics.loss, 0)', 3, 'NaN'],
    ['at(metrics.loss, 2)', 2, undefined],
    ['at(metrics.auc, 1)', 0.7, undefined],
    ['metrics.unknown', undefined, undefined],
  ])('%s is the same for all runs as for some', (text, a, b) => {
    const reader = openHistory();
    const runs = numbersOfIds(reader, ['a', 'b']);
    const whole = wholeColumn(reader, column(text));
    const some = columnOfRuns(reader, column(text), runs);
    expect(runs.map((run) => whole[run])).toEqual([a, b]);
    expect(runs.map((run) => some.get(run))).toEqual([a, b]);
  });

  it('holds the value of a metric where another one was best', () => {
    const reader = openHistory();
    const [a] = numbersOfIds(reader, ['a']);
    const at = (extreme: 'min' | 'max') =>
      wholeColumn(reader, column(`at(metrics.auc, ${extreme}(metrics.loss))`))[a!];
    expect([at('min'), at('max')]).toEqual([0.7, 0.1]);
  });

  it('gives back every digit and every character', () => {
    const store = openTestStore();
    const metrics = [0.1 + 0.2, 1 / 3, 5e-324, -Number.MAX_VALUE, 1e21, -0.5, 3];
    const texts = ['é数\u0001"\\', '', '\n', '1e5'];
    for (const [index, value] of metrics.entries()) addRun(store, { id: `m${index}`, metrics: { value } });
    for (const [index, text] of texts.entries()) addRun(store, { id: `t${index}`, parameters: { text } });
    const present = (text: string) =>
      wholeColumn(store.reader, column(text)).filter((value) => value !== undefined);
    expect(present('metrics.value')).toEqual(metrics);
    expect(present('params.text')).toEqual(texts);
  });

  it('knows what clients of MLflow send as tags and parameters, and finds it by what it shows', () => {
    const store = openTestStore();
    const tags = {
      'mlflow.user': 'ann',
      'mlflow.source.name': 'train.py',
      'mlflow.source.git.commit': 'c0ffee',
      'mlflow.source.git.branch': 'main',
      'mlflow.parentRunId': 'b',
      'mlflow.note.content': 'good',
    };
    addRun(store, { id: 'a', tags, parameters: { seed: '7' } });
    addRun(store, { id: 'b', name: 'sweep' });
    const [run] = numbersOfIds(store.reader, ['a']);
    const facts = {
      ...{
        user: 'ann',
        script: 'train.py',
        commit: 'c0ffee',
        branch: 'main',
        note: 'good',
        status: 'running',
      },
      ...{ parent: 'sweep', parent_id: 'b', seed: 7 },
    };
    for (const [fact, value] of Object.entries(facts)) {
      expect(wholeColumn(store.reader, column(fact))[run!]).toBe(value);
      const resolved = resolveQuery(parseQuery(`${fact} = '${value}'`)!, { nowMs: 0, goalOf: () => null });
      const condition = conditionOf(resolved);
      expect(createRunLists(store.reader).ordered({ condition, deleted: false }, []), fact).toContain(run);
    }
  });
});

describe('nested runs', () => {
  const openTree = (parents: Readonly<Record<string, string>>) => {
    const store = openTestStore();
    for (const id of 'abcdef') {
      const parent = parents[id];
      addRun(store, {
        id,
        startedAtMs: id.charCodeAt(0),
        tags: parent ? { 'mlflow.parentRunId': parent } : {},
      });
    }
    return store;
  };
  const treeOf = (reader: Reader, selection = active): string => {
    const forest = createRunLists(reader).forest(selection, [{ column: column('name'), descending: false }]);
    const print = (runs: readonly number[]): string =>
      runs
        .map((run) => {
          const children = print(forest.childrenOf(run));
          return named(reader, [run]) + (children === '' ? '' : `(${children})`);
        })
        .join(' ');
    return print(forest.roots);
  };

  it('stand below their parents at any depth, in the order of the list', () => {
    expect(treeOf(openTree({ c: 'b', b: 'a', d: 'a', f: 'gone' }).reader)).toBe('a(b(c) d) e f');
  });

  it('are all there when parents go in a circle', () => {
    expect(treeOf(openTree({ a: 'b', b: 'c', c: 'a', d: 'd', e: 'a' }).reader)).toBe('a(c(b) e) d f');
  });

  it('stand on their own when their parent is not in the list', () => {
    const store = openTree({ c: 'b', b: 'a' });
    store.write((writer) => setRunLifecycle(writer, 'b', 'deleted', 1));
    expect(treeOf(store.reader)).toBe('a c d e f');
  });
});

describe('groups', () => {
  it('hold the runs that agree, those without a value as well, with the mean of what are numbers', () => {
    const store = openTestStore();
    const auc = { a: 1, b: 2, c: 4, d: Number.NaN };
    for (const [index, [id, value]] of Object.entries(auc).entries()) {
      const parameters = id === 'd' ? {} : { kind: id === 'c' ? 'y' : 'x' };
      addRun(store, { id, startedAtMs: index, parameters, metrics: { auc: value } });
    }
    const { reader } = store;
    const list = createRunLists(reader).ordered(active, []);
    const groups = groupRuns(list, [wholeColumn(reader, column('params.kind'))]);
    const means = wholeColumn(reader, column('metrics.auc'));
    expect(groups.map(({ values, runs }) => [values, named(reader, runs), meanOf(runs, means)])).toEqual([
      [[null], 'd', undefined],
      [['y'], 'c', { mean: 4, n: 1, standardDeviation: null }],
      [['x'], 'ba', { mean: 1.5, n: 2, standardDeviation: Math.SQRT1_2 }],
    ]);
    const [, , x] = groups;
    const kinds = wholeColumn(reader, column('params.kind'));
    expect([isConstant(list, kinds), isConstant(x!.runs, kinds), isConstant(list, [])]).toEqual([
      false,
      true,
      true,
    ]);
    // No value beside a value is a difference.
    expect(isConstant([...groups[0]!.runs, ...groups[1]!.runs], kinds)).toBe(false);
  });
});

describe('the plan', () => {
  it('of the list follows an index and sorts nothing', () => {
    const { reader } = openRuns();
    const plan = (selection: RunSelection) =>
      plansOf(reader, (noting) => createRunLists(noting).ordered(selection, [])).join('\n');
    expect(plan(active)).toContain('SEARCH runs USING COVERING INDEX runs_by_start');
    expect(plan({ ...active, experiment: 'other' })).toContain('COVERING INDEX runs_by_experiment');
    expect(plan(active)).not.toMatch(/SCAN runs|TEMP B-TREE/);
  });

  it.each([
    ['params.depth', 'SEARCH kept USING COVERING INDEX run_parameters_by_key (key_number=?)'],
    ['metrics.auc', 'SEARCH kept USING COVERING INDEX run_metric_summaries_by_value (key_number=?)'],
    ['min(metrics.auc)', 'SEARCH kept USING PRIMARY KEY (run_number=? AND key_number=?)'],
    ['at(metrics.auc, 3)', 'SEARCH point USING PRIMARY KEY (run_number=? AND key_number=? AND step=?)'],
  ])('of %s touches no other key', (text, step) => {
    const { reader } = openRuns();
    const plan = plansOf(reader, (noting) => wholeColumn(noting, column(text))).join('\n');
    expect(plan).toContain(step);
    expect(plan).not.toMatch(/SCAN (run_|kept|point)/);
  });

  it.each(['params.depth', 'metrics.auc', 'min(metrics.auc)', 'at(metrics.auc, 3)', 'tags.team', 'dataset'])(
    'of %s of a page goes from run to run',
    (text) => {
      const { reader } = openRuns();
      const plan = plansOf(reader, (noting) => columnOfRuns(noting, column(text), [1, 2])).join('\n');
      expect(plan).not.toMatch(/SCAN (run|kept|point)/);
      expect(plan).toMatch(/(run_number|rowid)=\?/);
    },
  );
});
