import { describe, expect, it } from 'vitest';
import { openTestProject } from '../../../../test/support/project-services.ts';
import { addRun, type GivenRun } from '../../../../test/support/run-store.ts';
import { logPoints } from '../../store/run-metrics.ts';
import { createRunListsArea } from './create-run-lists-area.ts';

const id = (digit: number): string => String(digit).repeat(32);
const list = { deleted: false, orderBy: [], columns: [], offset: 0, limit: 100, locate: [] };
const groups = { deleted: false, columns: [], offset: 0, limit: 100, locate: [] };

const openWith = (...given: GivenRun[]) => {
  const services = openTestProject();
  for (const run of given) addRun(services.store, run);
  return createRunListsArea(services).handlers;
};

const three = () =>
  openWith(
    { id: id(1), startedAtMs: 1, metrics: { roc_auc: 0.75, odd: 1 }, parameters: { lr: '0.1', kind: 'a' } },
    {
      ...{ id: id(2), startedAtMs: 2, metrics: { roc_auc: 0.5 }, parameters: { lr: '0.01', kind: 'a' } },
      ...{ experiment: 'other', tags: { team: 'red', 'mlflow.user': 'ann', 'mlflow.parentRunId': id(1) } },
    },
    { id: id(3), startedAtMs: 3, parameters: { lr: 'auto', kind: 'b' } },
  );

describe('a page of runs', () => {
  it('has the columns that are asked for, by the text they are asked with', async () => {
    const { runs, total } = await three()['runs.list']({
      ...list,
      filter: 'metrics.roc_auc > 0.1',
      orderBy: [{ key: 'metrics.roc_auc', descending: false }],
      columns: ['best(metrics.roc_auc)', 'params.lr', 'user', 'metrics.unknown'],
    });
    expect(total).toBe(2);
    expect(runs.map((run) => [run.id, run.values])).toEqual([
      [id(2), { 'best(metrics.roc_auc)': 0.5, 'params.lr': '0.01', user: 'ann' }],
      [id(1), { 'best(metrics.roc_auc)': 0.75, 'params.lr': '0.1' }],
    ]);
  });

  it('is cut from the whole, which says where runs stand', async () => {
    const handlers = three();
    const page = await handlers['runs.list']({ ...list, offset: 1, limit: 1, locate: [id(1), id(9)] });
    expect(page.runs.map((run) => run.id)).toEqual([id(2)]);
    expect([page.total, page.places]).toEqual([3, [2, null]]);
    expect(handlers['runs.ids']({ ...list, limit: undefined, offset: 1 })).toEqual({ ids: [id(2), id(1)] });
  });

  it('says how many of the runs that were chosen match', () => {
    const chosen = { deleted: false, runs: [id(3), id(1), id(9)] };
    const count = three()['runs.countAmong'];
    expect(count(chosen)).toEqual({ matching: 2 });
    expect(count({ ...chosen, filter: 'params.kind = "a"' })).toEqual({ matching: 1 });
    expect(count({ ...chosen, experiment: 'other' })).toEqual({ matching: 0 });
    expect(count({ ...chosen, deleted: true })).toEqual({ matching: 0 });
  });

  it('shows a level of nested runs', async () => {
    const handlers = three();
    const { runs } = await handlers['runs.list']({ ...list, part: { of: 'roots' } });
    expect(runs.map((run) => [run.id, run.childCount])).toEqual([
      [id(3), 0],
      [id(1), 1],
    ]);
    expect(runs.map((run) => run.hiddenChildCount)).toEqual([0, 0]);
    const narrowed = await handlers['runs.list']({
      ...{ ...list, part: { of: 'roots' }, experiment: 'Default' },
    });
    expect(narrowed.runs.map((run) => [run.id, run.childCount, run.hiddenChildCount])).toEqual([
      [id(3), 0, 0],
      [id(1), 0, 1],
    ]);
    const below = await handlers['runs.list']({ ...list, part: { of: 'children', parent: id(1) } });
    expect(below.runs.map((run) => run.id)).toEqual([id(2)]);
  });

  it('shows of parents what the runs below them have, and orders by what it shows', async () => {
    const sweep = (
      parent: number,
      digits: readonly number[],
      losses: readonly (number | undefined)[],
    ): GivenRun[] =>
      digits.map((digit, index) => {
        const loss = losses[index];
        return {
          ...{ id: id(digit), startedAtMs: digit, tags: { 'mlflow.parentRunId': id(parent) } },
          metrics: { odd: 1, ...(loss !== undefined && { loss }) },
          parameters: { lr: String(digit / 10) },
        };
      });
    const handlers = openWith(
      { id: id(1), startedAtMs: 1 },
      ...sweep(1, [3, 4], [0.5, undefined]),
      ...sweep(4, [5, 6], [0.1, 0.3]),
      { id: id(2), startedAtMs: 2, metrics: { loss: 0.25, odd: 5 } },
      ...sweep(2, [7], [0.9]),
    );
    const read = async (
      fromChildren: 'mean' | 'min' | 'max' | 'best' | undefined,
      part: 'roots' | string = 'roots',
    ) =>
      (
        await handlers['runs.list']({
          ...{ ...list, fromChildren, columns: ['metrics.loss', 'metrics.odd', 'params.lr', 'status'] },
          orderBy: [{ key: 'metrics.loss', descending: false }],
          part: part === 'roots' ? { of: 'roots' } : { of: 'children', parent: part },
        })
      ).runs.map(({ id: run, values, fromChildren: figures }) => [
        ...[Number(run[0]), values['metrics.loss'], figures],
      ]);
    expect(await read('mean')).toEqual([
      [2, 0.25, { 'params.lr': { value: 0.7, runs: 1 } }],
      [
        ...[1, undefined],
        {
          'metrics.loss': { value: expect.closeTo(0.3, 12), runs: 3 },
          'metrics.odd': { value: 1, runs: 2 },
          'params.lr': { value: expect.closeTo(0.35, 12), runs: 2 },
        },
      ],
    ]);
    expect((await read('best')).map(([run, , figures]) => [run, figures])).toEqual([
      [1, { 'metrics.loss': { value: 0.1, runs: 3 } }],
      [2, {}],
    ]);
    expect((await read('max')).map(([run]) => run)).toEqual([2, 1]);
    expect((await read('min', id(1))).map(([run]) => run)).toEqual([4, 3]);
    expect(await read(undefined)).toEqual([
      [2, 0.25, {}],
      [1, undefined, {}],
    ]);
    const ids = { orderBy: [{ key: 'metrics.loss', descending: false }], deleted: false, offset: 0 };
    expect(handlers['runs.ids']({ ...ids, part: { of: 'roots' }, fromChildren: 'best' }).ids).toEqual([
      id(1),
      id(2),
    ]);
  });

  it('shows the same of thousands of runs below, whose columns are read as a whole', async () => {
    const services = openTestProject();
    addRun(services.store, { id: id(1), metrics: { odd: 7 } });
    const count = 2500;
    services.store.write((writer) => {
      for (let index = 0; index < count; index += 1) {
        const child = `c${String(index).padStart(31, '0')}`;
        writer.run(
          "INSERT INTO runs (id, experiment_id, name, status, started_at_ms, parent_id) VALUES (?, 0, ?, 'finished', 1, ?)",
          [child, child, id(1)],
        );
        logPoints(writer, child, [{ key: 'loss', value: index, step: 0, timestampMs: 1 }]);
      }
    });
    const { runs } = await createRunListsArea(services).handlers['runs.list']({
      ...{ ...list, part: { of: 'roots' }, fromChildren: 'best', columns: ['metrics.loss', 'metrics.odd'] },
    });
    expect(runs).toMatchObject([
      { id: id(1), childCount: count, fromChildren: { 'metrics.loss': { value: 0, runs: count } } },
    ]);
    expect(Object.keys(runs[0]?.fromChildren ?? {})).toEqual(['metrics.loss']);
  });

  it('says where a filter cannot be understood, and what to write instead', async () => {
    await expect(three()['runs.list']({ ...list, filter: 'lr => 1' })).rejects.toThrow(
      expect.objectContaining({
        code: 'invalid-input',
        details: { position: 3, end: 5, fix: { start: 3, end: 5, text: '>=' }, filter: 'lr => 1' },
      }),
    );
  });
});

describe('groups of runs', () => {
  it('have sizes and means, and lead to their runs', async () => {
    const handlers = three();
    const by = ['params.kind'];
    const found = await handlers['runs.listGroups']({
      ...{ ...groups, by, columns: ['metrics.roc_auc', 'params.kind'] },
      orderBy: { key: 'runs', descending: true },
      locate: [['b'], ['c']],
    });
    expect(found).toEqual({
      groups: [
        {
          values: ['a'],
          runs: 2,
          means: { 'metrics.roc_auc': { mean: 0.625, n: 2, standardDeviation: Math.sqrt(2 * 0.125 ** 2) } },
        },
        { values: ['b'], runs: 1, means: {} },
      ],
      ...{ places: [1, null], total: 2, totalRuns: 3 },
    });
    const { runs } = await handlers['runs.list']({ ...list, part: { of: 'group', by, values: ['a'] } });
    expect(runs.map((run) => run.id)).toEqual([id(2), id(1)]);
    const byMean = await handlers['runs.listGroups']({
      ...{ ...groups, by: ['experiment', 'params.lr'] },
      orderBy: { key: 'metrics.roc_auc', descending: true },
    });
    expect(byMean.groups.map(({ values }) => values[1])).toEqual(['0.1', '0.01', 'auto']);
  });

  it('read a column once, and none where only places are asked for', async () => {
    const services = openTestProject();
    const { reader } = services.store;
    let columnsRead = 0;
    const counting: typeof reader = {
      ...reader,
      tuples: (sql, parameters) => {
        if (sql.includes('run_metric_summaries')) columnsRead += 1;
        return reader.tuples(sql, parameters);
      },
    };
    const { handlers } = createRunListsArea({ ...services, store: { ...services.store, reader: counting } });
    for (const [digit, roc_auc] of [0.5, 0.75, 1].entries())
      addRun(services.store, { id: id(digit), parameters: { lr: '0.1' }, metrics: { roc_auc } });
    const asked = { ...groups, by: ['params.lr'], columns: ['metrics.roc_auc'] };
    const meanNow = async () =>
      (await handlers['runs.listGroups'](asked)).groups[0]?.means['metrics.roc_auc'];
    await handlers['runs.listGroups']({ ...asked, limit: 0, locate: [['0.1']] });
    expect(columnsRead).toBe(0);
    expect([(await meanNow())?.mean, (await meanNow())?.mean, columnsRead]).toEqual([0.75, 0.75, 1]);
    addRun(services.store, { id: id(4), parameters: { lr: '0.1' }, metrics: { roc_auc: 0 } });
    expect(await meanNow()).toMatchObject({ mean: 0.5625, n: 4 });
  });
});

describe('keys', () => {
  it('come with how many runs have them and of what kind they are, without those of MLflow’s own', async () => {
    const handlers = three();
    expect(await handlers['runs.keys']({ deleted: false, counts: true })).toEqual({
      telling: { metrics: ['roc_auc'], parameters: ['kind', 'lr'] },
      parameters: [
        { name: 'kind', runs: 3, kind: 'text' },
        { name: 'lr', runs: 3, kind: 'mixed' },
      ],
      metrics: [
        { name: 'odd', runs: 1, goal: null },
        { name: 'roc_auc', runs: 2, goal: 'maximize' },
      ],
      tags: [{ name: 'team', runs: 1 }],
    });
    const ofOther = await handlers['runs.keys']({
      ...{ deleted: false, counts: true, experiment: 'other' },
    });
    expect(ofOther.telling).toEqual({ metrics: ['roc_auc'], parameters: [] });
    expect(ofOther.metrics).toEqual([{ name: 'roc_auc', runs: 1, goal: 'maximize' }]);
    const names = await handlers['runs.keys']({ deleted: false, counts: false });
    expect(names.tags).toEqual([{ name: 'team', runs: null }]);
  });

  it('have values, the most frequent first', () => {
    const handlers = three();
    const values = (key: string, contains = '') =>
      handlers['runs.values']({ deleted: false, key, contains, limit: 1 });
    expect(values('params.kind')).toEqual({ values: [{ value: 'a', runs: 2 }], total: 2 });
    expect(values('params.kind', 'B').values).toEqual([{ value: 'b', runs: 1 }]);
    expect(values('experiment').values).toEqual([{ value: 'Default', runs: 2 }]);
    expect(() => values('metrics.roc_auc')).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  });

  it('have a best value on each dataset, where there is a goal and a difference', async () => {
    const handlers = openWith(
      { id: id(1), metrics: { log_loss: 0.5, odd: 1 }, dataset: { name: 'a', version: 1 } },
      { id: id(2), metrics: { log_loss: 0.25, odd: 2 }, dataset: { name: 'a', version: 1 } },
      { id: id(3), metrics: { log_loss: 0.125 }, dataset: { name: 'b', version: null } },
    );
    expect(
      await handlers['runs.best']({ deleted: false, columns: ['metrics.log_loss', 'metrics.odd', 'name'] }),
    ).toEqual({ best: { 'metrics.log_loss': [{ dataset: 'a@1', digest: 'd', value: 0.25 }] } });
  });

  it('have a best value of their own on each state of data of one name', async () => {
    const on = (digit: number, roc_auc: number, digest: string): GivenRun => ({
      ...{ id: id(digit), metrics: { roc_auc }, dataset: { name: 'a', version: null, digest } },
    });
    const handlers = openWith(on(1, 0.5, 'old'), on(2, 0.75, 'old'), on(3, 0.875, 'new'), on(4, 0.75, 'new'));
    const { best } = await handlers['runs.best']({ deleted: false, columns: ['metrics.roc_auc'] });
    expect(best['metrics.roc_auc']).toEqual([
      { dataset: 'a', digest: 'old', value: 0.75 },
      { dataset: 'a', digest: 'new', value: 0.875 },
    ]);
    const { runs } = await handlers['runs.list']({ ...list, limit: 1 });
    expect(runs[0]).toMatchObject({ dataset: 'a', datasetDigest: 'old' });
  });

  it('that say the same of all runs are found', async () => {
    const columns = ['params.kind', 'metrics.roc_auc', 'status', 'tags.team'];
    const constant = async (filter: string) =>
      (await three()['runs.constant']({ deleted: false, filter, columns })).constant;
    expect(await constant('')).toEqual(['status']);
    expect(await constant("params.kind = 'a'")).toEqual(['params.kind', 'status']);
  });
});
