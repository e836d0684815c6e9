import { basename } from 'node:path';
import { EngineError } from '../../../../shared/errors.ts';
import type { ParquetRows } from '../../../ports/data-engine.ts';
import type {
  ForeignChange,
  ForeignItem,
  ForeignRun,
  KnownUnits,
  ReadContext,
} from '../../../ports/foreign-runs.ts';
import { followUnit, goneUnits } from '../follow-units.ts';
import { namedExperiment } from '../named-experiment.ts';
import { createPointBuffer } from '../point-buffer.ts';
import { createSkipCounter, type SkipCounter } from '../skip-counter.ts';
import { skipped } from '../skipped.ts';
import { makeSourceId } from '../source-id.ts';
import { fingerprintOf, stampOf } from '../stamps.ts';
import {
  addAttributes,
  attributeColumns,
  createRunFacts,
  endOf,
  isDeleted,
  nameOf,
  ownerOf,
  parametersOf,
  parentOf,
  type RunFacts,
  singleTypes,
  startOf,
  statusOf,
  tagsOf,
} from './attributes.ts';
import {
  filesFoldersOf,
  findModelFiles,
  findNeptuneProjects,
  findRunsOfProject,
  type NeptuneRunFiles,
} from './find-runs.ts';
import { type FileAttribute, fileTypes, readFiles } from './read-files.ts';
import { toText } from './read-texts.ts';
import { addSeries, createSeriesFacts, type SeriesFacts, scaledStep } from './step-scale.ts';

/**
 * Reads what neptune-exporter wrote of projects of Neptune: each project an experiment, each run with its values (parameters), float series
 * (metrics), text series and files (artifacts). What Neptune itself says of a run is its name, times, owner and state, the rest tags.
 * Histograms and the model registry are counted.
 */
export async function* readNeptune(
  root: string,
  parquet: ParquetRows,
  context: ReadContext = {},
  known: KnownUnits = null,
): AsyncGenerator<ForeignChange> {
  const projects = findNeptuneProjects(root);
  const roots = [root, ...(context.artifactFolders ?? [])];
  const runs = projects.flatMap((folder) => findRunsOfProject(root, folder));
  const files = new Map(projects.map((folder) => [folder, filesFoldersOf(folder, roots)]));
  const experiments = new Set<string>();
  for (const [index, run] of runs.entries()) {
    context.progress?.({ phase: `Reading run ${basename(run.unit)}`, completed: index, total: runs.length });
    context.signal?.throwIfAborted();
    const reading = { parquet, run, experiments, context, filesFolders: files.get(run.folder) ?? [] };
    yield* followUnit({
      known,
      unit: run.unit,
      fingerprint: () => fingerprintOf(run.parts.flatMap((part) => [basename(part), stampOf(part)])),
      read: () => readGuarded(reading),
    });
  }
  yield* goneUnits(known, new Set(runs.map(({ unit }) => unit)));
  const models = findModelFiles(root);
  if (models.length > 0)
    yield skipped('registered-model', models[0] ?? root, 'Models of Neptune’s registry are not read.', {
      count: models.length,
    });
}

interface RunReading {
  readonly parquet: ParquetRows;
  readonly run: NeptuneRunFiles;
  /** Of projects that have been told. */
  readonly experiments: Set<string>;
  readonly context: ReadContext;
  readonly filesFolders: readonly string[];
}

/** A damaged file costs its run, or what of it had not come by then. */
async function* readGuarded(reading: RunReading): AsyncGenerator<ForeignItem> {
  let runId: string | null = null;
  try {
    for await (const item of readRun(reading)) {
      if (item.kind === 'run') runId = item.id;
      yield item;
    }
  } catch (thrown) {
    if (!(thrown instanceof EngineError) || thrown.code === 'cancelled') throw thrown;
    const file = reading.run.parts[0] ?? reading.run.unit;
    yield { ...skipped(runId === null ? 'run' : 'record', file, thrown.message), runId };
  }
}

async function* readRun(reading: RunReading): AsyncGenerator<ForeignItem> {
  const { run, experiments } = reading;
  const facts = await readFacts(reading);
  if (facts.runId === null || facts.projectId === null) {
    yield skipped('run', run.parts[0] ?? run.unit, 'It says nothing of a run.');
    return;
  }
  const { projectId } = facts;
  const series = await readSeriesFacts(reading);
  const experimentId = makeSourceId(projectId);
  if (!experiments.has(projectId)) {
    experiments.add(projectId);
    yield namedExperiment(experimentId, projectId);
  }
  const id = makeSourceId(projectId, facts.runId);
  yield toRun({ id, experimentId, projectId }, facts, series);
  const tags = [
    ...tagsOf(facts),
    ...(series.scale === 1 ? [] : [['neptune.step_scale', String(series.scale)] as const]),
  ];
  yield { kind: 'tags', runId: id, entries: tags };
  const parameters = parametersOf(facts);
  if (parameters.length > 0) yield { kind: 'parameters', runId: id, entries: parameters };
  yield* readSeries(reading, id, series);
}

const readFacts = async ({ parquet, run, context }: RunReading): Promise<RunFacts> => {
  const facts = createRunFacts();
  const request = {
    files: run.parts,
    columns: attributeColumns,
    where: { column: 'attribute_type', texts: singleTypes },
  };
  for await (const columns of parquet.parquetRows(request, context)) addAttributes(facts, columns);
  return facts;
};

const readSeriesFacts = async ({ parquet, run, context }: RunReading): Promise<SeriesFacts> => {
  const facts = createSeriesFacts();
  const request = {
    files: run.parts,
    columns: [
      { name: 'step', as: 'number' },
      { name: 'timestamp', as: 'milliseconds' },
    ],
    where: { column: 'attribute_type', texts: ['float_series'] },
  } as const;
  for await (const columns of parquet.parquetRows(request, context)) addSeries(facts, columns);
  return facts;
};

const toRun = (
  { id, experimentId, projectId }: { id: string; experimentId: string; projectId: string },
  facts: RunFacts,
  series: SeriesFacts,
): ForeignRun => {
  const status = statusOf(facts);
  const parent = parentOf(facts);
  return {
    kind: 'run',
    id,
    experimentId,
    name: nameOf(facts),
    status,
    stage: isDeleted(facts) ? 'deleted' : 'active',
    startedAtMs: startOf(facts) ?? series.firstMs,
    endedAtMs: status === 'running' ? null : (endOf(facts) ?? series.lastMs),
    deletedAtMs: null,
    user: ownerOf(facts),
    parentRunId: parent === null ? null : makeSourceId(projectId, parent),
    artifactUri: null,
    artifactFolder: null,
  };
};

const seriesColumns = [
  { name: 'attribute_path', as: 'text' },
  { name: 'attribute_type', as: 'text' },
  { name: 'step', as: 'number' },
  { name: 'timestamp', as: 'milliseconds' },
  { name: 'float_value', as: 'number' },
  { name: 'file_value.path', as: 'text' },
] as const;

async function* readSeries(
  { parquet, run, context, filesFolders }: RunReading,
  runId: string,
  series: SeriesFacts,
): AsyncGenerator<ForeignItem> {
  const buffer = createPointBuffer({ type: 'run', id: runId });
  const counter = createSkipCounter();
  const texts = new Set<string>();
  const request = {
    files: run.parts,
    columns: seriesColumns,
    where: { column: 'attribute_type', texts: singleTypes, isNoneOf: true },
  };
  for await (const [
    paths = [],
    types = [],
    steps = [],
    times = [],
    values = [],
    files = [],
  ] of parquet.parquetRows(request, context)) {
    const found: FileAttribute[] = [];
    for (const [row, path] of paths.entries()) {
      const type = String(types[row]);
      if (typeof path !== 'string') continue;
      if (type === 'float_series') {
        const step = scaledStep(Number(steps[row] ?? 0), series.scale);
        const time = times[row];
        // NaN has become nothing on its way into the file; a row without a time as well is one that only other runs have.
        const value = values[row] ?? (time === null ? undefined : Number.NaN);
        if (value === undefined) continue;
        if (Number.isSafeInteger(step))
          buffer.add(path, step, Number(time ?? series.firstMs ?? 0), Number(value));
        else counter.add('metric-point', `A step of ${path} is beyond ±2^53.`);
      } else if (type === 'string_series') texts.add(path);
      else if (fileTypes.some((known) => known === type)) {
        const [file, step] = [files[row], steps[row]];
        if (typeof file === 'string')
          found.push({ path, type, file, step: typeof step === 'number' ? step : null });
      } else countUnread(counter, type);
    }
    for (const attribute of found) yield* readFiles(runId, attribute, filesFolders);
    yield* buffer.takeWhenFull();
  }
  yield* buffer.takeAll();
  for (const path of texts) yield toText(parquet, { runId, path, parts: run.parts });
  yield* counter.finish(run.parts[0] ?? run.unit, runId);
}

const countUnread = (counter: SkipCounter, type: string): void =>
  counter.add('other', `Attributes of the type “${type}” are counted and not read.`);
