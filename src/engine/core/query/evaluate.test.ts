import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../shared/query/parse.ts';
import { resolveQuery } from '../../../shared/query/resolve.ts';
import { type PlainRun, satisfies } from './evaluate.ts';

const nowMs = Date.UTC(2026, 10, 25);
const point = (step: number, value: number) => ({ step, timestampMs: step, value });

const run: PlainRun = {
  attributes: {
    name: 'Bold-fox_1',
    status: 'finished',
    start_time: Date.UTC(2026, 10, 20, 12),
    duration: 7200,
    seed: null,
  },
  parameters: { lr: '1e-1', model: 'gbdt', depth: 'auto' },
  tags: { 'mlflow.user': 'ann', loss: 'yes' },
  metrics: {
    loss: [point(3, 0.5), point(1, 0.9), point(2, 0.2), point(0, Number.NaN)],
    top: [point(0, Number.POSITIVE_INFINITY)],
    bad: [point(0, 1), point(1, Number.NaN)],
    empty: [point(0, Number.NaN)],
  },
  datasets: [
    { name: 'train', digest: 'a', context: 'training' },
    { name: 'test', digest: 'b', context: 'validation' },
  ],
};

const holds = (filter: string): boolean =>
  satisfies(
    run,
    resolveQuery(parseQuery(filter)!, { nowMs, goalOf: (name) => (name === 'loss' ? 'minimize' : null) }),
  );

describe('satisfies', () => {
  it.each([
    // the latest value, and others of the history
    'metrics.loss = 0.5',
    'min(loss) = 0.2 and max(loss) = 0.9 and best(loss) = 0.2 and best(bad) = 1',
    'isnan(first(loss)) and count(loss) = 4 and count(nothing) = 0',
    'at(loss, 2) = 0.2 and at(loss, 7) is null',
    // NaN and infinities
    'isnan(bad) and bad != 1 and bad is not null',
    'not bad = 1 and not bad < 1 and not bad >= 1 and not bad in (1) and not bad between 0 and 2',
    'min(empty) is null and max(bad) = 1',
    'top > 1e308 and top = inf and not isnan(top)',
    // what is absent
    'params.nope is null and not params.nope != 1 and not params.nope not in (1) and not params.nope = 1',
    'seed is null and not seed != 1',
    // parameters as numbers, as text, as neither
    "params.lr = 0.1 and params.lr < 1 and params.lr != '0.1'",
    "params.depth != 1 and not params.depth < 1 and not params.depth > 1 and params.depth > 'auta'",
    // keys that may be several things
    'loss = yes and loss = 0.5 and not loss = no',
    // texts
    "name like 'Bold%' and not name like 'bold%' and name ilike 'BOLD%' and name like '%fox_1'",
    "name =~ '^B' and not name =~ '^b' and name not like 'x%'",
    "status = 'FINISHED' and status = finished and status like 'FIN%' and status =~ '^FIN' and status in ('FINISHED')",
    // several datasets: one of them is enough
    "datasets.name = train and datasets.name != train and datasets.name not in ('train')",
    "not datasets.name not in ('train', 'test') and datasets.context like 'valid%'",
    // times
    'started = 2026-11-20 and started <= 2026-11-20 and not started > 2026-11-20 and started >= 2026-11-20',
    'not started != 2026-11-20 and started != 2026-11-21 and started < 2026-11-21',
    'started between 2026-11-19 and 2026-11-20 and not started between 2026-11-18 and 2026-11-19',
    'started in (2026-11-20, 2026-11-23) and started not in (2026-11-23)',
    'started > -5d and not started > -4d and started = 2026-11-20T12:00 and duration = 2h and duration < 2.5h',
  ])('%s', (filter) => {
    expect(holds(filter)).toBe(true);
    expect(holds(`not (${filter})`)).toBe(false);
  });

  it('orders texts by code point, as SQLite does', () => {
    const only = (name: string): PlainRun => ({ ...run, attributes: { name } });
    const after = resolveQuery(parseQuery("name > '\uffff'")!, { nowMs, goalOf: () => null });
    expect(satisfies(only('😀'), after)).toBe(true);
    expect(satisfies(only('z'), after)).toBe(false);
  });
});
