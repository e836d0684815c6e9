import type { RunStatus } from '../../../../shared/model/run.ts';
import type { Entries } from '../../../ports/foreign-runs.ts';
import { flatten, type JsonValue, toNumber, toText } from './json-values.ts';
import type { Changes, WandbItem, WandbRecord, WandbRun } from './records.ts';

/** What the records of a run say about it apart from its history. */
export interface RunFacts {
  run: WandbRun | null;
  readonly config: Map<string, JsonValue>;
  readonly summary: Map<string, JsonValue>;
  readonly environment: Map<string, string>;
  /** Null: the run did not end, or not in these files. */
  exitCode: number | null;
}

export const createRunFacts = (): RunFacts => ({
  run: null,
  config: new Map(),
  summary: new Map(),
  environment: new Map(),
  exitCode: null,
});

export const addToFacts = (facts: RunFacts, record: WandbRecord): void => {
  if (record.kind === 'run') {
    // A run that goes on is announced again, perhaps with less.
    facts.run = { ...record.run, startedAtMs: facts.run?.startedAtMs ?? record.run.startedAtMs };
    if (record.run.config !== null) applyChanges(facts.config, record.run.config);
    if (record.run.summary !== null) applyChanges(facts.summary, record.run.summary);
    facts.exitCode = null;
  } else if (record.kind === 'config') applyChanges(facts.config, record.changes);
  else if (record.kind === 'summary') applyChanges(facts.summary, record.changes);
  else if (record.kind === 'environment')
    for (const [name, text] of record.facts) facts.environment.set(name, text);
  else if (record.kind === 'exit') facts.exitCode = record.exitCode;
};

const applyChanges = (values: Map<string, JsonValue>, { updates, removals }: Changes): void => {
  for (const { key, value } of updates) {
    if (value === undefined) continue;
    forget(values, key);
    for (const [name, leaf] of flatten(key, value)) values.set(name, leaf);
  }
  for (const key of removals) forget(values, key);
};

/** An object that is set anew has perhaps fewer keys. */
const forget = (values: Map<string, JsonValue>, key: string): void => {
  values.delete(key);
  for (const name of values.keys()) if (name.startsWith(`${key}.`)) values.delete(name);
};

/** W&B's own bookkeeping: `_wandb`, `_step`, `_runtime`, `_timestamp`. */
export const isOwnKey = (key: string): boolean => key.startsWith('_');

export const statusOf = ({ exitCode }: RunFacts): RunStatus => {
  if (exitCode === null) return 'running';
  return exitCode === 0 ? 'finished' : 'failed';
};

export const parametersOf = ({ config }: RunFacts): Entries =>
  [...config].filter(([key]) => !isOwnKey(key)).map(([key, value]) => [key, toText(value)]);

/** What has a name in MLflow gets it; the rest begins with `wandb.`. */
export const tagsOf = (facts: RunFacts): Entries => {
  const { run, environment } = facts;
  const candidates: (readonly [string, string])[] = [
    ['mlflow.note.content', run?.notes ?? ''],
    ['mlflow.source.git.repoURL', run?.remoteUrl ?? ''],
    ['mlflow.source.git.commit', run?.commit ?? ''],
    ['mlflow.source.name', environment.get('program') ?? ''],
    ['wandb.tags', (run?.tags ?? []).join(', ')],
    ['wandb.group', run?.group ?? ''],
    ['wandb.jobType', run?.jobType ?? ''],
    ['wandb.sweep', run?.sweepId ?? ''],
    ['wandb.entity', run?.entity ?? ''],
    ['wandb.host', run?.host || (environment.get('host') ?? '')],
    ...[...environment]
      .filter(([name]) => !['program', 'host', 'user'].includes(name))
      .map(([name, text]) => [`wandb.${name}`, text] as const),
    ...summaryTexts(facts),
  ];
  return candidates.filter(([, value]) => value !== '');
};

/** Of the summary: what is no number and no media. */
const summaryTexts = ({ summary }: RunFacts): Entries => {
  const media = mediaPrefixes([...summary].map(([key, value]) => ({ key, value })));
  return [...summary]
    .filter(
      ([key, value]) =>
        value !== null &&
        !isOwnKey(key) &&
        !isMedia(key, media) &&
        toNumber(value) === undefined &&
        !isTyped(value),
    )
    .map(([key, value]) => [`wandb.summary.${key}`, toText(value)]);
};

const isTyped = (value: JsonValue): boolean =>
  typeof value === 'object' && value !== null && '_type' in value;

/** Media come as an object with a `_type`, or as the keys of such an object one by one. */
export const mediaPrefixes = (items: readonly WandbItem[]): ReadonlySet<string> =>
  new Set(items.filter(({ key }) => key.endsWith('._type')).map(({ key }) => key.slice(0, -'._type'.length)));

export const isMedia = (key: string, prefixes: ReadonlySet<string>): boolean => {
  for (const prefix of prefixes) if (key.startsWith(`${prefix}.`)) return true;
  return false;
};
