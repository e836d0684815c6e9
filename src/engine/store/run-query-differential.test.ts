import { expect, it } from 'vitest';
import { openTestStore } from '../../../test/support/open-test-store.ts';
import { queryCases, queryNowMs } from '../../../test/support/query-cases.ts';
import type { RunStatus } from '../../shared/model/run.ts';
import { printQuery } from '../../shared/query/print.ts';
import { resolveQuery } from '../../shared/query/resolve.ts';
import { type PlainRun, satisfies } from '../core/query/evaluate.ts';
import type { Store } from '../ports/store-handles.ts';
import { experimentIdOf } from './experiments.ts';
import { noteTag } from './notes.ts';
import { logPoints } from './run-metrics.ts';
import { conditionOf } from './run-query.ts';
import { setParameters, setTags } from './run-values.ts';
import { endRun, insertRun, linkDataset } from './runs.ts';

/** What `queryCases` sets. */
interface GeneratedFacts {
  readonly run_id: string;
  readonly name: string;
  readonly experiment: string;
  readonly status: RunStatus;
  readonly start_time: number;
  readonly end_time: number | null;
  readonly seed: number | null;
  readonly note: string;
  readonly user: string | null;
}

const write = (store: Store, run: PlainRun): void => {
  const facts = run.attributes as GeneratedFacts;
  const id = facts.run_id;
  store.write((writer) => {
    insertRun(writer, {
      ...{ id, name: facts.name, status: 'running', startedAtMs: facts.start_time, jobId: null },
      experimentId: experimentIdOf(writer, facts.experiment, 1),
      seed: facts.seed,
      userName: facts.user ?? '',
    });
    setParameters(writer, id, run.parameters);
    setTags(writer, id, run.tags);
    setTags(writer, id, { [noteTag]: facts.note === '' ? null : facts.note });
    for (const [key, points] of Object.entries(run.metrics))
      logPoints(
        writer,
        id,
        points.map((point) => ({ ...point, key, value: asSent(point.value) })),
      );
    for (const { context, ...dataset } of run.datasets)
      linkDataset(writer, id, { ...dataset, role: context, version: null });
    if (facts.end_time !== null) endRun(writer, id, facts.status, facts.end_time);
    else writer.run('UPDATE runs SET status = ? WHERE id = ?', [facts.status, id]);
  });
};

/** What clients send as a tag is the fact of a run that has none recorded. */
const asRead = (run: PlainRun): PlainRun => ({
  ...run,
  attributes: { ...run.attributes, user: run.attributes.user ?? run.tags['mlflow.user'] ?? null },
});

const asSent = (value: number) =>
  Number.isFinite(value) ? value : (String(value) as 'NaN' | 'Infinity' | '-Infinity');

it.each([1, 2, 3])('finds the runs that the language means (seed %i)', (seed) => {
  const store = openTestStore();
  const { runs, expressions } = queryCases(seed, { runs: 60, expressions: 400 });
  for (const run of runs) write(store, run);
  let found = 0;
  for (const expression of expressions) {
    const resolved = resolveQuery(expression, { nowMs: queryNowMs, goalOf: () => null });
    const { sql, parameters } = conditionOf(resolved);
    const ids = store.reader
      .all<{ id: string }>(`SELECT id FROM runs WHERE ${sql} ORDER BY id`, parameters)
      .map(({ id }) => id);
    const meant = runs
      .filter((run) => satisfies(asRead(run), resolved))
      .map((run) => String(run.attributes.run_id));
    expect(ids, printQuery(expression)).toEqual(meant);
    found += ids.length;
  }
  expect(found).toBeGreaterThan(expressions.length);
});
