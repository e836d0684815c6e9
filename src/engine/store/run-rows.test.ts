import { describe, expect, it } from 'vitest';
import { openTestStore } from '../../../test/support/open-test-store.ts';
import { plansOf } from '../../../test/support/query-plan.ts';
import { addRun } from '../../../test/support/run-store.ts';
import { runRowsOf } from './run-rows.ts';

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

describe('rows with every value', () => {
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
  const metrics = { a: 0.1 + 0.2, b: 1 / 3, c: 5e-324, d: -1e308, e: 1e21, f: -0.5, g: 3 };
  const parameters = { '1': 'é数\u0001"\\', ['__proto__']: 'plain', 'a.b/c d': '', z: '\n' };
  addRun(store, { id: 'a', metrics, parameters });
  const [run] = runRowsOf(store.reader, ['a']);
  expect(run?.metrics).toEqual(metrics);
  expect(run?.parameters).toEqual(parameters);
});

it('gives back what is no finite number as what it is', () => {
  const store = openTestStore();
  const metrics = { a: 'NaN', b: 'Infinity', c: '-Infinity' } as const;
  addRun(store, { id: 'a', metrics });
  expect(runRowsOf(store.reader, ['a'])[0]?.metrics).toEqual(metrics);
});

describe('the plan', () => {
  it('asks as many questions about two runs as about one', () => {
    const { reader } = openRuns();
    const questions = (...ids: string[]): number =>
      plansOf(reader, (noting) => runRowsOf(noting, ids)).length;
    expect(questions('a', 'b')).toBe(questions('a'));
  });

  it('of the values goes from run to run', () => {
    const plan = plansOf(openRuns().reader, (reader) => runRowsOf(reader, ['a', 'b']));
    for (const table of ['run_parameters', 'run_tags', 'run_metric_summaries'])
      expect(plan.join('\n')).toContain(`SEARCH ${table} USING PRIMARY KEY (run_number=?)`);
    expect(plan.join('\n')).toMatch(/SEARCH model_versions USING (COVERING )?INDEX model_versions_by_run/);
  });
});
