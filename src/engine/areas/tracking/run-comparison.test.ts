import { describe, expect, it, onTestFinished } from 'vitest';
import { callContext, openTestProject } from '../../../../test/support/project-services.ts';
import { addRun, type GivenRun } from '../../../../test/support/run-store.ts';
import { runComparisonContract } from '../../../shared/contract/run-comparison.ts';
import { packageChange } from '../../../shared/model/run-environment.ts';
import { logPoints } from '../../store/run-metrics.ts';
import { insertArtifact, recordRunFacts } from '../../store/runs.ts';
import { createRunComparisonArea } from './create-run-comparison-area.ts';

const id = (number: number): string => number.toString(16).padStart(32, '0');

const openWith = (...given: GivenRun[]) => {
  const services = openTestProject();
  for (const run of given) addRun(services.store, run);
  const { handlers, close } = createRunComparisonArea(services);
  onTestFinished(() => close());
  return { services, handlers };
};

const refused = (code: string) => expect.objectContaining({ code });

const inputOf = <Name extends keyof typeof runComparisonContract>(name: Name, input: object) =>
  runComparisonContract[name].input.parse(input) as never;

describe('a comparison', () => {
  it('keeps the order it was asked for, measures from the first and says who is better', async () => {
    const { handlers } = openWith(
      { id: id(1), parameters: { depth: '3', kind: 'a' }, metrics: { roc_auc: 0.75, log_loss: 0.5 } },
      { id: id(2), parameters: { depth: '5', kind: 'a' }, metrics: { roc_auc: 0.5, log_loss: 'NaN' } },
    );
    const { runs, parameters, metrics, facts } = await handlers['runs.compare']({
      runs: [id(2), id(1), id(2)],
      aggregate: 'last',
    });
    expect(runs.map((run) => run.id)).toEqual([id(2), id(1)]);
    expect(parameters).toEqual([
      { name: 'depth', values: ['5', '3'], differs: true },
      { name: 'kind', values: ['a', 'a'], differs: false },
    ]);
    const byName = Object.fromEntries(metrics.map((metric) => [metric.name, metric]));
    expect(byName.roc_auc).toMatchObject({ values: [0.5, 0.75], deltas: [0, 0.25], best: [1], worst: [0] });
    expect(byName.roc_auc?.judgements[1]).toBe('better');
    expect(byName.log_loss?.values).toEqual(['NaN', 0.5]);
    expect(facts.find(({ name }) => name === 'status')).toMatchObject({ differs: false });
  });

  it('of one run with itself is refused', async () => {
    const { handlers } = openWith({ id: id(1) });
    const compare = (...runs: string[]) => handlers['runs.compare']({ runs, aggregate: 'last' });
    await expect(compare(id(1), id(1))).rejects.toThrow(refused('invalid-input'));
    await expect(compare(id(1), id(2))).rejects.toThrow(refused('not-found'));
  });

  it('is of the value that was asked for: the last, the best by the goal, or an extreme', async () => {
    const { services, handlers } = openWith({ id: id(1) }, { id: id(2) });
    const values = { roc_auc: [0.7, 0.9, 0.8], loss: [3, 1, 2], oddity: [5, 9, 7] };
    for (const run of [id(1), id(2)])
      services.store.write((writer) =>
        logPoints(
          writer,
          run,
          Object.entries(values).flatMap(([key, each]) =>
            each.map((value, step) => ({ key, step, value, timestampMs: step })),
          ),
        ),
      );
    const read = async (aggregate: 'last' | 'best' | 'min' | 'max') => {
      const { metrics } = await handlers['runs.compare']({ runs: [id(1), id(2)], aggregate });
      return Object.fromEntries(metrics.map((metric) => [metric.name, metric.values[0]]));
    };
    expect(await read('last')).toEqual({ roc_auc: 0.8, loss: 2, oddity: 7 });
    expect(await read('best')).toEqual({ roc_auc: 0.9, loss: 1, oddity: 7 });
    expect(await read('max')).toEqual({ roc_auc: 0.9, loss: 3, oddity: 9 });
  });

  it('names packages, machine and code that differ, and where the changes are kept', async () => {
    const { services, handlers } = openWith(
      { id: id(1) },
      { id: id(2), tags: { 'mlflow.source.git.commit': 'beef' } },
    );
    const { store, objects } = services;
    for (const [run, version] of [
      [id(1), '1.5.0'],
      [id(2), '1.6.0'],
    ] as const) {
      const object = await objects.put(`numpy==2.0.0\nscikit-learn==${version}\n`);
      store.write((writer) => insertArtifact(writer, run, { path: 'model/requirements.txt', ...object }));
    }
    store.write((writer) =>
      recordRunFacts(writer, id(1), {
        code: { commit: 'cafe', branch: 'main', remote: null, isDirty: true, patchArtifact: 'code/a.patch' },
        environment: { node: '24', cpu: '8 × Intel Xeon' },
        signature: null,
      }),
    );
    const compare = () => handlers['runs.compare']({ runs: [id(1), id(2)], aggregate: 'last' });
    // What one of them left no word of is no difference.
    expect((await compare()).environment).toEqual([
      { name: 'cpu', values: ['Intel Xeon', null], differs: false },
      { name: 'cores', values: ['8', null], differs: false },
      { name: 'node', values: ['24', null], differs: false },
    ]);
    store.write((writer) =>
      recordRunFacts(writer, id(2), {
        ...{ code: null, signature: null },
        environment: { cpu: 'Intel Xeon', cores: '16', gpu: 'Tesla T4' },
      }),
    );
    const compared = await compare();
    expect(compared.environment).toEqual([
      { name: 'cores', values: ['8', '16'], differs: true },
      { name: 'gpu', values: [null, 'Tesla T4'], differs: true },
      { name: 'node', values: ['24', null], differs: true },
      { name: 'cpu', values: ['Intel Xeon', 'Intel Xeon'], differs: false },
    ]);
    expect(compared.packages).toEqual([
      { name: 'scikit-learn', values: ['1.5.0', '1.6.0'], differs: true },
      { name: 'numpy', values: ['2.0.0', '2.0.0'], differs: false },
    ]);
    expect(compared.packagesKnown).toEqual([true, true]);
    expect(compared.code).toContainEqual({ name: 'commit', values: ['cafe', 'beef'], differs: true });
    expect(compared.patches).toEqual(['code/a.patch', null]);
  });

  it('finds out what ran from whatever lists of packages and records of W&B there are', async () => {
    const { services, handlers } = openWith(
      { id: id(1), tags: { 'wandb.gpu': 'Tesla T4', 'wandb.cpu_count': '8' } },
      { id: id(2) },
      { id: id(3) },
    );
    const leave = async (run: string, path: string, content: string) => {
      const object = await services.objects.put(content);
      services.store.write((writer) => insertArtifact(writer, run, { path, ...object }));
    };
    await leave(id(1), 'wandb-metadata.json', '{"gpu": "Tesla T4", "gpu_count": 2, "cudaVersion": "12.4"}');
    await leave(id(1), 'requirements.txt', 'torch==2.3.0+cu121\nnumpy==2.0.0\n');
    await leave(id(2), 'model/conda.yaml', 'dependencies:\n- python=3.11.4\n- pip:\n  - numpy==1.26.4\n');
    const runs = [id(1), id(2), id(3)];
    const { environment, packages, packagesKnown } = await handlers['runs.compare']({
      runs,
      aggregate: 'last',
    });
    const values = Object.fromEntries(environment.map((row) => [row.name, row.values]));
    expect(values).toEqual({
      gpu: ['2 × Tesla T4', null, null],
      cores: ['8', null, null],
      'cuda (driver)': ['12.4', null, null],
      'cuda (packages)': ['12.1 (torch 2.3.0+cu121)', null, null],
      python: [null, '3.11.4', null],
    });
    expect(packages).toEqual([
      { name: 'numpy', values: ['2.0.0', '1.26.4', null], differs: true },
      { name: 'torch', values: ['2.3.0+cu121', null, null], differs: true },
    ]);
    expect(packagesKnown).toEqual([true, true, false]);
    expect(packages.map((row) => packageChange(row.values[0], row.values[1]))).toEqual([
      'changed',
      'removed',
    ]);
  });

  it('of 200 runs with 150 parameters is quick', async () => {
    const { handlers } = openWith(
      ...Array.from({ length: 200 }, (_, run) => ({
        id: id(run + 1),
        parameters: Object.fromEntries(
          Array.from({ length: 150 }, (_, name) => [`p${name}`, String((name * run) % 7)]),
        ),
        metrics: Object.fromEntries(Array.from({ length: 20 }, (_, name) => [`m${name}`, run / (name + 1)])),
      })),
    );
    const runs = Array.from({ length: 200 }, (_, run) => id(run + 1));
    const startedAtMs = performance.now();
    const { parameters } = await handlers['runs.compare']({ runs, aggregate: 'best' });
    console.log(`200 runs × 150 parameters compared in ${Math.round(performance.now() - startedAtMs)} ms`);
    expect(parameters).toHaveLength(150);
  });
});

describe('groups of runs', () => {
  const seeds = [0, 1, 2, 3, 4];
  const learners = { linear: 0.7, trees: 0.8 };
  const open = () =>
    openWith(
      ...Object.entries(learners).flatMap(([learner, base], group) =>
        seeds.map((seed) => ({
          id: id(group * 10 + seed + 1),
          parameters: { learner, seed: String(seed) },
          metrics: { roc_auc: base + seed / 100 },
        })),
      ),
      { id: id(99), metrics: { roc_auc: 0.6 } },
    );
  const all = [...seeds.map((seed) => id(seed + 1)), ...seeds.map((seed) => id(seed + 11))];

  it('have a mean with its interval, and a verdict in words', async () => {
    const { handlers } = open();
    const found = await handlers['runs.groups'](
      inputOf('runs.groups', { runs: all, by: 'params.learner', metric: 'roc_auc' }),
    );
    expect(found.groups.map(({ name, summary }) => [name, summary.n, summary.mean])).toEqual([
      ['linear', 5, expect.closeTo(0.72)],
      ['trees', 5, expect.closeTo(0.82)],
    ]);
    expect(found.differences[0]).toMatchObject({ verdict: 'real', better: 'candidate', isPaired: false });
    expect(found.sentences[0]).toContain('“trees” is better than “linear” in roc_auc');
    expect(found.members[1]).toMatchObject({ runs: all.slice(5), box: { median: expect.closeTo(0.82) } });
  });

  it('are compared in pairs where a column matches their runs', async () => {
    const { handlers } = open();
    const request = { runs: all, by: 'params.learner', metric: 'roc_auc', pairBy: 'params.seed' };
    const found = await handlers['runs.groups'](inputOf('runs.groups', request));
    expect(found.differences[0]).toMatchObject({ isPaired: true, n: { reference: 5, candidate: 5 } });
    expect(found.pairing).toBeNull();
    // The trees' runs have learner and no partner.
    const alone = await handlers['runs.groups'](
      inputOf('runs.groups', { ...request, pairBy: 'params.learner' }),
    );
    expect(alone.pairing).toContain('not compared in pairs by learner: they have 0 values of learner');
  });

  it('stand in the order of their numbers, however these are written', async () => {
    const rates = ['0.5', '1e-05', 'auto', '0.25', '10', '2'];
    const { handlers } = openWith(
      ...rates.map((lr, index) => ({ id: id(index + 1), parameters: { lr }, metrics: { roc_auc: 0.5 } })),
    );
    const { groups } = await handlers['runs.groups'](
      inputOf('runs.groups', {
        runs: rates.map((_, index) => id(index + 1)),
        by: 'params.lr',
        metric: 'roc_auc',
      }),
    );
    expect(groups.map(({ name }) => name)).toEqual(['1e-05', '0.25', '0.5', '2', '10', 'auto']);
  });

  it('are made of several columns, by which runs of one configuration stand together', async () => {
    const given = ['sgd', 'adam'].flatMap((optimizer) =>
      ['0.5', '0.25'].flatMap((lr) => ['0', '1'].map((seed) => ({ optimizer, lr, seed }))),
    );
    const { handlers } = openWith(
      ...given.map((parameters, index) => ({ id: id(index + 1), parameters, metrics: { roc_auc: index } })),
    );
    const { groups, by, members } = await handlers['runs.groups'](
      inputOf('runs.groups', {
        ...{ runs: given.map((_, index) => id(index + 1)), metric: 'roc_auc' },
        by: ['params.lr', 'params.optimizer'],
      }),
    );
    expect(by).toBe('lr, optimizer');
    expect(groups.map(({ name, summary }) => [name, summary.mean])).toEqual([
      ['lr 0.25, optimizer adam', 6.5],
      ['lr 0.25, optimizer sgd', 2.5],
      ['lr 0.5, optimizer adam', 4.5],
      ['lr 0.5, optimizer sgd', 0.5],
    ]);
    expect(members[0]?.runs).toEqual([id(7), id(8)]);
  });

  it('of too few runs are said to be so, and a column that is none is refused by name', async () => {
    const { handlers } = open();
    const ask = (request: object) =>
      handlers['runs.groups'](
        inputOf('runs.groups', { runs: [...all, id(99)], metric: 'roc_auc', ...request }),
      );
    const found = await ask({ by: 'params.learner', reference: 'not set' });
    expect(found.groups.map(({ name }) => name)).toContain('not set');
    expect(found.differences.map(({ verdict }) => verdict)).toEqual(['too-few-runs', 'too-few-runs']);
    await expect(async () => ask({ by: 'learner' })).rejects.toThrow(/params\.NAME/);
    await expect(async () => ask({ by: 'params.learner', reference: 'x' })).rejects.toThrow(/not set/);
  });
});

describe('a scatter', () => {
  it('has the runs that no other beats, and a straight line on the axes as drawn', async () => {
    const { handlers } = openWith(
      ...[1, 10, 100, 1000].map((size, place) => ({
        id: id(place + 1),
        parameters: { size: String(size) },
        metrics: { roc_auc: 0.6 + place / 10, latency_ms: place === 1 ? 9 : place + 1 },
      })),
      { id: id(9), parameters: { size: 'big' }, metrics: { roc_auc: 0.5 } },
    );
    const runs = [1, 2, 3, 4, 9].map(id);
    const tradeOff = await handlers['runs.scatter'](
      inputOf('runs.scatter', { runs, x: 'metrics.latency_ms', y: 'metrics.roc_auc' }),
    );
    expect(tradeOff.points[0]?.color).toBeNull();
    expect(tradeOff).toMatchObject({ leftOut: 1, goals: { x: 'minimize', y: 'maximize' } });
    expect(new Set(tradeOff.front)).toEqual(new Set([id(1), id(3), id(4)]));
    const sizes = await handlers['runs.scatter'](
      inputOf('runs.scatter', {
        runs,
        x: 'params.size',
        y: 'metrics.roc_auc',
        xScale: 'log',
        color: 'params.size',
      }),
    );
    expect(sizes.points.map(({ color }) => color)).toEqual(['1', '10', '100', '1000']);
    expect(sizes.front).toBeNull();
    expect(sizes.trend).toMatchObject({ slope: expect.closeTo(0.1), rSquared: expect.closeTo(1) });
    expect(sizes.trend?.band.at(-1)?.x).toBeCloseTo(1000);
  });
});

describe('a surface', () => {
  it('is of the runs that have all three numbers', async () => {
    const { handlers } = openWith(
      ...[1, 2, 3, 4].map((number) => ({
        id: id(number),
        parameters: { rate: String(10 ** -number), depth: String(number % 2) },
        metrics: { roc_auc: number / 10 },
      })),
      { id: id(5), parameters: { rate: '0', depth: '1' }, metrics: { roc_auc: 0.5 } },
      { id: id(6), parameters: { rate: '0.1', depth: '1' } },
    );
    const found = await handlers['runs.surface'](
      inputOf('runs.surface', {
        ...{ runs: [1, 2, 3, 4, 5, 6].map(id), x: 'params.rate', y: 'params.depth', metric: 'roc_auc' },
        ...{ xScale: 'log', cells: 3 },
      }),
    );
    expect(found).toMatchObject({ leftOut: 2, goal: 'maximize' });
    expect(found.points.map(({ runId }) => runId)).toEqual([1, 2, 3, 4].map(id));
    expect(found.counts.flat().reduce((sum, count) => sum + count, 0)).toBe(4);
    expect(found.field?.values).toHaveLength(found.field?.y.length ?? 0);
  });
});

describe('columns for charts', () => {
  const open = () =>
    openWith(
      { id: id(1), parameters: { rate: '0.1', kind: 'a' }, metrics: { roc_auc: 0.5 }, tags: { team: 'x' } },
      { id: id(2), parameters: { rate: '1e-3', kind: '7' }, tags: { 'mlflow.user': 'u' } },
      { id: id(3), parameters: { kind: 'a' }, metrics: { roc_auc: 'NaN' } },
    );

  it('say what there is, of which kind, and how much it varies', async () => {
    const { handlers } = open();
    const { columns } = await handlers['runs.chartColumns'](
      inputOf('runs.chartColumns', { runs: [1, 2, 3].map(id) }),
    );
    const byKey = Object.fromEntries(columns.map((column) => [column.key, column]));
    expect(byKey['params.rate']).toMatchObject({ kind: 'number', present: 2, distinct: 2 });
    expect(byKey['params.kind']).toMatchObject({ kind: 'text', present: 3, distinct: 2 });
    expect(byKey['metrics.roc_auc']).toMatchObject({
      ...{ kind: 'number', present: 2, distinct: 1, goal: 'maximize' },
    });
    expect(byKey['tags.team']).toMatchObject({ of: 'tag', present: 1 });
    expect(byKey['tags.mlflow.user']).toBeUndefined();
  });

  it('are read whole, with nothing where a run has no value', async () => {
    const { handlers } = open();
    const read = (columns: string[]) =>
      handlers['runs.columns'](inputOf('runs.columns', { runs: [3, 1, 2].map(id), columns }));
    const { runs, columns } = await read(['params.rate', 'metrics.roc_auc', 'status']);
    expect(runs.map((run) => run.id)).toEqual([3, 1, 2].map(id));
    expect(columns.map(({ values }) => values.slice(0, 2))).toEqual([
      [null, '0.1'],
      [null, 0.5],
      [expect.any(String), expect.any(String)],
    ]);
    await expect(async () => read(['rate'])).rejects.toThrow(/params\.NAME/);
  });

  it('of thousands of runs are quick', async () => {
    const all = Array.from({ length: 4000 }, (_, run) => id(run + 1));
    const { handlers } = openWith(
      ...all.map((run, place) => ({
        id: run,
        parameters: Object.fromEntries(
          Array.from({ length: 8 }, (_, name) => [`p${name}`, String(((name + 3) * place) % 997)]),
        ),
        metrics: { roc_auc: (place % 89) / 89, latency_ms: place % 53 },
      })),
    );
    const timed = async <Answer>(what: string, work: () => Answer) => {
      const startedAtMs = performance.now();
      const answer = await work();
      console.log(`${what} of 4,000 runs in ${Math.round(performance.now() - startedAtMs)} ms`);
      return answer;
    };
    const plane = { runs: all, x: 'params.p0', y: 'params.p1' };
    const scatter = await timed('scatter', () =>
      handlers['runs.scatter'](inputOf('runs.scatter', { ...plane, color: 'metrics.roc_auc' })),
    );
    expect(scatter.points).toHaveLength(4000);
    const surface = await timed('surface', () =>
      handlers['runs.surface'](inputOf('runs.surface', { ...plane, metric: 'roc_auc' })),
    );
    expect(surface.points).toHaveLength(4000);
    const { columns } = await timed('what there is', () =>
      handlers['runs.chartColumns'](inputOf('runs.chartColumns', { runs: all })),
    );
    const keys = columns.map(({ key }) => key);
    const table = await timed(`${keys.length} columns`, () =>
      handlers['runs.columns'](inputOf('runs.columns', { runs: all, columns: keys })),
    );
    expect(table.columns[0]?.values).toHaveLength(4000);
  });
});

describe('importance of parameters', () => {
  it('finds the one that decides, and says when there are too few runs', async () => {
    const { handlers } = openWith(
      ...Array.from({ length: 40 }, (_, run) => ({
        id: id(run + 1),
        parameters: { rate: String((run * 7) % 10), noise: String((run * 3) % 5) },
        metrics: { roc_auc: ((run * 7) % 10) / 10 },
      })),
    );
    const ask = (count: number) =>
      handlers['runs.importance'](
        inputOf('runs.importance', {
          runs: Array.from({ length: count }, (_, run) => id(run + 1)),
          metric: 'roc_auc',
        }),
        callContext(),
      );
    const { parameters, reliability } = await ask(40);
    expect(reliability).toBe('sound');
    expect(parameters[0]).toMatchObject({ name: 'rate', status: 'measured' });
    expect((await ask(9)).reliability).toBe('too-few-runs');
  });
});
