import { describe, expect, it } from 'vitest';
import { openTestStore } from '../../../test/support/open-test-store.ts';
import { queryPlan } from '../../../test/support/query-plan.ts';
import { addRun } from '../../../test/support/run-store.ts';
import type { Reader, SqlParameters } from '../ports/store-handles.ts';
import { keysInUse, listRunRows, type RunRowsRequest, runRowsOf } from './run-rows.ts';
import { setRunLifecycle } from './runs.ts';

const all: RunRowsRequest = {
  condition: null,
  orderBy: { key: 'started', descending: true },
  offset: 0,
  limit: 100,
  deleted: false,
};

const order = (reader: Reader, key: string, descending: boolean): string =>
  listRunRows(reader, { ...all, orderBy: { key, descending } })
    .runs.map(({ id }) => id)
    .join('');

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

/** Plans of every query that `work` makes, one entry each. */
const plansOf = (reader: Reader, work: (reader: Reader) => unknown): string[] => {
  const plans: string[] = [];
  const noting = <Method extends 'all' | 'get'>(method: Method) =>
    ((sql: string, parameters?: SqlParameters) => {
      plans.push(queryPlan(reader, sql, parameters));
      return reader[method](sql, parameters);
    }) as Reader[Method];
  work({ ...reader, all: noting('all'), get: noting('get') });
  return plans;
};

describe('ordering', () => {
  it.each([
    ['metrics.auc', 'abdc', 'badc'],
    ['metrics.loss', 'badc', 'badc'],
    ['params.depth', 'abcd', 'bacd'],
    ['params.mode', 'adcb', 'adcb'],
    ['tags.team', 'bdca', 'bdca'],
    ['name', 'badc', 'cdab'],
    ['started', 'abcd', 'dcba'],
    ['duration', 'badc', 'abdc'],
    ['dataset', 'bdca', 'bdca'],
    ['experiment', 'dcab', 'bdca'],
  ])('by %s puts missing values last both ways, and the newest first among equals', (key, up, down) => {
    const { reader } = openRuns();
    expect([order(reader, key, false), order(reader, key, true)]).toEqual([up, down]);
  });

  it.each(['auc', 'constructor', "name'; --", 'metrics.'])('by “%s” is refused', (key) => {
    const { reader } = openRuns();
    expect(() => order(reader, key, true)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  });
});

describe('a page', () => {
  it('counts all that match, whatever it shows of them', () => {
    const { reader } = openRuns();
    const page = listRunRows(reader, { ...all, offset: 1, limit: 2 });
    expect([page.runs.map(({ id }) => id), page.total]).toEqual([['c', 'b'], 4]);
    expect(listRunRows(reader, { ...all, offset: 9 })).toEqual({ runs: [], total: 4 });
    expect(listRunRows(reader, { ...all, experiment: 'other' }).total).toBe(1);
    expect(listRunRows(reader, { ...all, experiment: 'unknown' }).total).toBe(0);
  });

  it('shows deleted runs only when they are asked for', () => {
    const store = openRuns();
    store.write((writer) => setRunLifecycle(writer, 'b', 'deleted', 5000));
    expect(order(store.reader, 'started', false)).toBe('acd');
    expect(listRunRows(store.reader, { ...all, deleted: true }).runs.map(({ id }) => id)).toEqual(['b']);
    expect(keysInUse(store.reader, undefined)).toEqual({
      parameters: ['depth', 'mode'],
      metrics: ['auc', 'loss'],
      tags: [],
    });
  });

  it('has every value of each run in it', () => {
    const store = openRuns();
    store.write((writer) => {
      writer.run("INSERT INTO objects VALUES ('m', 1, 1)");
      writer.run(
        "INSERT INTO registered_models (id, name, created_at_ms, updated_at_ms) VALUES (1, 'churn', 1, 1)",
      );
      for (const version of [1, 2]) {
        writer.run(
          `INSERT INTO model_versions (model_id, version, run_id, digest, size_bytes, registered_at_ms, updated_at_ms)
           VALUES (1, ?, 'b', 'm', 1, ?, ?)`,
          [version, version, version],
        );
      }
    });
    expect(runRowsOf(store.reader, ['b', 'nothing', 'a'])).toEqual([
      {
        id: 'b',
        name: 'Alpha',
        experiment: 'other',
        parentId: null,
        status: 'finished',
        startedAtMs: 2000,
        endedAtMs: 3000,
        durationMs: 1000,
        dataset: 'customers@3',
        parameters: { depth: '10' },
        metrics: { auc: 0.75, loss: 1 },
        tags: { team: 'red' },
        models: ['churn/1', 'churn/2'],
      },
      expect.objectContaining({ id: 'a', metrics: { auc: 0.5, loss: 'NaN' }, models: [], dataset: null }),
    ]);
  });
});

it('gives back every digit of a metric and every character of a parameter', () => {
  const store = openTestStore();
  const metrics = { a: 0.1 + 0.2, b: 1 / 3, c: 5e-324, d: -Number.MAX_VALUE, e: 1e21, f: -0.5, g: 3 };
  const parameters = { '1': 'é数\u0001"\\', ['__proto__']: 'plain', 'a.b/c d': '', z: '\n' };
  addRun(store, { id: 'a', metrics, parameters });
  const [run] = runRowsOf(store.reader, ['a']);
  expect(run?.metrics).toEqual(metrics);
  expect(run?.parameters).toEqual(parameters);
});

describe('keys in use', () => {
  it('are those of one experiment, or of all', () => {
    const { reader } = openRuns();
    expect(keysInUse(reader, 'other')).toEqual({
      parameters: ['depth'],
      metrics: ['auc', 'loss'],
      tags: ['team'],
    });
    expect(keysInUse(reader, undefined).parameters).toEqual(['depth', 'mode']);
    expect(keysInUse(reader, 'unknown')).toEqual({ parameters: [], metrics: [], tags: [] });
  });
});

describe('the plan', () => {
  it('asks as many questions about four runs as about one', () => {
    const { reader } = openRuns();
    const questions = (limit: number): number =>
      plansOf(reader, (noting) => listRunRows(noting, { ...all, limit })).length;
    expect(questions(4)).toBe(questions(1));
  });

  it('of the newest runs follows an index and sorts nothing', () => {
    const plan = plansOf(openRuns().reader, (reader) => listRunRows(reader, all));
    expect(plan.join('\n')).toContain('USING COVERING INDEX runs_by_start');
    expect(plan.join('\n')).not.toMatch(/SCAN runs|SCAN run_/);
    const ofOne = plansOf(openRuns().reader, (reader) =>
      listRunRows(reader, { ...all, experiment: 'other' }),
    );
    expect(ofOne.join('\n')).toContain('USING COVERING INDEX runs_by_experiment');
  });

  it('of ordering by a metric follows the index over its values', () => {
    const plan = plansOf(openRuns().reader, (reader) =>
      listRunRows(reader, { ...all, orderBy: { key: 'metrics.auc', descending: true } }),
    );
    expect(plan.join('\n')).toContain(
      'SEARCH kept USING COVERING INDEX run_metric_summaries_by_value (key_number=? AND is_nan=?)',
    );
    expect(plan.join('\n')).not.toMatch(/SCAN run_/);
  });

  it('of the values goes from run to run', () => {
    const plan = plansOf(openRuns().reader, (reader) => runRowsOf(reader, ['a', 'b']));
    for (const table of ['run_parameters', 'run_tags', 'run_metric_summaries'])
      expect(plan.join('\n')).toContain(`SEARCH ${table} USING PRIMARY KEY (run_number=?)`);
    expect(plan.join('\n')).toMatch(/SEARCH model_versions USING (COVERING )?INDEX model_versions_by_run/);
  });
});
