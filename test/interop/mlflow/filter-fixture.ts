import { setTimeout as sleep } from 'node:timers/promises';
import { callJson } from './http-call.ts';

/** The ids that one server gave to what is searched, by the names that the cases use. */
export interface FilterFixture {
  readonly port: number;
  readonly experimentIds: readonly string[];
  /** By run name. */
  readonly runIds: ReadonlyMap<string, string>;
}

type Pair = { key: string; value: string };
type Post = <Answer>(route: string, body: object) => Promise<Answer>;

export const runCount = 40;

/** Values that filters trip over: numbers as text, quotes, wild cards, case, spaces, other scripts, nothing at all. */
export const awkwardTexts = [
  '0.1',
  '0.10',
  '1e3',
  '10',
  '9',
  '-5',
  'Adam',
  'adam',
  'ADAM',
  "it's",
  'say "hi"',
  'back`tick',
  '50%',
  '5_%',
  'a_b',
  'axb',
  'back\\slash',
  'two words',
  ' padded ',
  'größe',
  'GRÖSSE',
  '漢字',
  'и так далее',
  'AND',
  'null',
  'True',
  'x,y',
  "x') OR ('1'='1",
  '',
] as const;

export const paramKeys = [
  'lr',
  'optimizer',
  'my param',
  'a.b.c',
  'größe',
  'deep/er',
  'with-dash',
  'sparse',
] as const;
export const tagKeys = ['team', 'my tag', 'x.y', 'ключ', 'sparse'] as const;
export const metricKeys = ['acc', 'loss', 'my metric', 'val.acc', 'sparse'] as const;

/** Everything that the generated searches look at, the same on each server. */
export async function writeFilterFixture(port: number): Promise<FilterFixture> {
  const post: Post = (route, body) => callJson(port, 'POST', `/api/2.0/mlflow/${route}`, body);
  const experimentIds = await writeExperiments(post);
  const runIds = new Map<string, string>();
  for (let index = 0; index < runCount; index += 1) {
    runIds.set(`run ${index}`, await writeRun(post, experimentIds[index % 2]!, index));
  }
  await writeRegistry(post, runIds);
  await writeLoggedModels(post, experimentIds[0]!, runIds);
  return { port, experimentIds, runIds };
}

async function writeExperiments(post: Post): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, suffix] of [
    'one',
    'two',
    'Three',
    "fo'ur",
    '50%',
    'größe',
    'under_score',
    'UPPER',
  ].entries()) {
    const tags = [
      { key: 'n', value: String(index) },
      ...(index % 2 === 0 ? [{ key: 'my tag', value: textAt(index) }] : []),
    ];
    const { experiment_id } = await post<{ experiment_id: string }>('experiments/create', {
      name: `filter ${suffix}`,
      tags,
    });
    ids.push(experiment_id);
    await apart();
  }
  return ids;
}

async function writeRun(post: Post, experiment_id: string, index: number): Promise<string> {
  const { run } = await post<{ run: { info: { run_id: string } } }>('runs/create', {
    experiment_id,
    run_name: `run ${index}`,
    user_id: index % 3 === 0 ? 'ana' : 'Bob',
    start_time: 1000 + ((index * 17) % 41),
    tags: pairs(tagKeys, index, 3),
  });
  const run_id = run.info.run_id;
  await post('runs/log-batch', { run_id, params: pairs(paramKeys, index, 5), metrics: metricsOf(index) });
  if (index % 4 === 1) await post('runs/log-inputs', { run_id, datasets: [datasetOf(index)] });
  if (index % 3 !== 0) {
    const status = ['FINISHED', 'FAILED', 'KILLED'][index % 3];
    await post('runs/update', { run_id, status, end_time: 2000 + ((index * 13) % 37) });
  }
  return run_id;
}

/** Every run lacks some keys, so that absence is searched too. */
const pairs = (keys: readonly string[], index: number, stride: number): Pair[] =>
  keys.flatMap((key, place) =>
    (index + place * stride) % 5 === 0 ? [] : [{ key, value: textAt(index * 7 + place * 11) }],
  );

const textAt = (index: number): string => awkwardTexts[index % awkwardTexts.length]!;

const metricsOf = (index: number) =>
  metricKeys.flatMap((key, place) => {
    if ((index + place) % 6 === 0) return [];
    const values: (number | string)[] = [
      ((index * 7 + place) % 11) - 5,
      0,
      0.5,
      1e-9,
      123_456.75,
      'NaN',
      'Infinity',
      '-Infinity',
    ];
    const value = values[(index + place * 3) % values.length]!;
    // An earlier step that must not count, and a later one that must.
    return [
      { key, value: 99, timestamp: 10, step: 0 },
      { key, value, timestamp: 5, step: 1 },
    ];
  });

const datasetOf = (index: number) => ({
  dataset: {
    name: `data ${'ABCab'[index % 5]}`,
    digest: `d${index % 3}`,
    source_type: 'local',
    source: '{}',
  },
  tags: [{ key: 'mlflow.data.context', value: index % 8 === 1 ? 'training' : 'Testing' }],
});

async function writeRegistry(post: Post, runIds: ReadonlyMap<string, string>): Promise<void> {
  for (const [index, name] of [
    'alpha',
    'Alpha',
    'beta',
    'gam ma',
    "del'ta",
    '50%',
    'a_b',
    'größe',
    'zeta',
  ].entries()) {
    const tags =
      index % 3 === 0
        ? []
        : [
            { key: 'kind', value: textAt(index * 5) },
            { key: 'my tag', value: `t${index}` },
          ];
    await post('registered-models/create', { name, tags });
    await apart();
    for (let version = 1; version <= index % 4; version += 1) {
      const run_id = version === 2 ? '' : runIds.get(`run ${index}`)!;
      const source = `s3://bucket/${name}/${version}`;
      await post('model-versions/create', {
        name,
        source,
        run_id,
        tags: [{ key: 'kind', value: textAt(version * 6) }],
      });
      await apart();
    }
  }
}

async function writeLoggedModels(
  post: Post,
  experiment_id: string,
  runIds: ReadonlyMap<string, string>,
): Promise<void> {
  for (let index = 0; index < 16; index += 1) {
    const { model } = await post<{ model: { info: { model_id: string } } }>('logged-models', {
      experiment_id,
      name: `model ${index % 6}`,
      model_type: index % 3 === 0 ? 'tree' : 'Linear',
      source_run_id: runIds.get(`run ${index}`),
      params: pairs(paramKeys.slice(0, 3), index, 5),
      tags: pairs(tagKeys.slice(0, 2), index, 3),
    });
    const { model_id } = model.info;
    const dataset = index % 3 === 0 ? { dataset_name: 'held out', dataset_digest: `d${index % 2}` } : {};
    for (const metric of metricsOf(index).filter(({ key }) => key === 'acc' || key === 'loss')) {
      await post('runs/log-metric', {
        run_id: runIds.get(`run ${index}`),
        ...metric,
        timestamp: metric.timestamp + index,
        model_id,
        ...dataset,
      });
    }
    await apart();
  }
}

/** Creation times order some answers: no two may be the same. */
const apart = () => sleep(3);
