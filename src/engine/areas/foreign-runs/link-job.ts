import { EngineError } from '../../../shared/errors.ts';
import {
  type ForeignFormat,
  mostListedSkips,
  type SkippedItem,
  type SkippedList,
} from '../../../shared/model/foreign-runs.ts';
import type { ForeignItem, ForeignUnitEnd } from '../../ports/foreign-runs.ts';
import type { JobProgram } from '../../ports/job-definition.ts';
import { folderOfSource } from '../../store/artifact-place.ts';
import { batchEntries } from './batch-entries.ts';
import { countDistinctPoints } from './count-distinct-points.ts';
import type { ImportEntry } from './import-entries.ts';
import { beginReading, finishReading, type Reading, readItem } from './read-items.ts';
import { withSourceIds } from './source-ids.ts';

export interface LinkInput {
  readonly format: ForeignFormat;
  readonly path: string;
  /** What is read already and need not be read again unless it has changed. */
  readonly known: readonly (readonly [unit: string, fingerprint: string, runId: string | null])[];
  /** What the last reading told, in this life of the engine; null lets everything be looked at. */
  readonly mark: string | null;
}

/** What was passed over that belongs to no run; that of runs goes with their ends. */
export interface LinkOutput {
  readonly skipped: SkippedList;
  /** For the next reading; null where the format has none. */
  readonly mark: string | null;
}

const mostListedOfUnit = 20;

/** Reads what has changed in a source that is linked. Writes nothing but texts, in the folder of the reading. */
export const runLinkJob: JobProgram<LinkInput, LinkOutput, readonly ImportEntry[]> = async (
  { known: knownUnits, mark: lastMark, ...source },
  tools,
) => {
  const { signal, progress } = tools;
  const known = new Map(
    knownUnits.map(([unit, fingerprint, runId]) => [unit, { fingerprint, runId }] as const),
  );
  const batches = batchEntries(tools);
  const units = createUnits();
  const reading = beginReading({
    ...{ artifacts: 'link', signal, stagingFolder: tools.stagingFolder, folder: folderOfSource(source) },
    ...{ add: batches.add, skip: units.skip, count: () => undefined },
  });
  const gone: string[] = [];
  let ends = 0;
  let mark: string | null = null;
  for await (const change of withSourceIds(
    source,
    tools.foreignRuns.readChanges(source, known, {
      ...{ signal, progress },
      copiesFolder: tools.stagingFolder,
      mark: lastMark,
    }),
  )) {
    signal.throwIfAborted();
    if (change.kind === 'unit-gone') gone.push(change.unit);
    else if (change.kind === 'mark') mark = change.mark;
    else if (change.kind === 'unit-end') {
      ends += 1;
      await sendEnd(reading, units, change);
    } else {
      units.note(change);
      await readItem(reading, change);
    }
  }
  if (gone.length > 0 && gone.length === known.size && ends === 0) throw emptied(source.path);
  for (const unit of gone) await batches.add({ kind: 'unit-gone', unit });
  await finishReading(reading);
  await batches.flush();
  return { skipped: units.rest(), mark };
};

/** A disk that is not mounted is an empty folder; what is known of its runs is not thrown away for that. */
const emptied = (path: string): EngineError =>
  new EngineError('not-found', `${path} holds no runs any more.`, { details: { path } });

/** Keeps by run what is to be told at its end. */
const createUnits = () => {
  const points = new Map<string, Map<string, ReturnType<typeof countDistinctPoints>>>();
  const inRuns = new Map<string, SkippedItem[]>();
  const others: SkippedItem[] = [];
  return {
    skip: (item: SkippedItem): void => {
      const skipped = item.runId === null ? others : (inRuns.get(item.runId) ?? []);
      skipped.push(item);
      if (item.runId !== null) inRuns.set(item.runId, skipped);
    },
    note: (item: ForeignItem): void => {
      if (item.kind !== 'metric' || item.owner.type !== 'run') return;
      const counters = points.get(item.owner.id) ?? new Map();
      points.set(item.owner.id, counters);
      const counter = counters.get(item.key) ?? countDistinctPoints();
      counters.set(item.key, counter);
      counter.add(item.points);
    },
    take: (runId: string) => {
      const counts = [...(points.get(runId) ?? [])].map(([key, counter]) => [key, counter.count()] as const);
      const taken = { points: counts, skipped: inRuns.get(runId) ?? [] };
      points.delete(runId);
      inRuns.delete(runId);
      return taken;
    },
    /** What no end of a unit has told. */
    rest: (): SkippedList => listOf([...others, ...[...inRuns.values()].flat()], mostListedSkips),
  };
};

const sendEnd = async (
  { add, missingTags }: Reading,
  units: ReturnType<typeof createUnits>,
  end: ForeignUnitEnd,
): Promise<void> => {
  const { unit, runId, fingerprint } = end;
  const missing = runId === null ? undefined : missingTags.get(runId);
  if (runId !== null && missing !== undefined) {
    missingTags.delete(runId);
    await add({ kind: 'tags', runId, entries: [...missing], isFromSource: false });
  }
  const { points, skipped } = runId === null ? { points: [], skipped: [] } : units.take(runId);
  const all = [...end.skipped.map(({ kind: _, ...item }) => item), ...skipped];
  await add({
    ...{ kind: 'unit-end', unit, runId, fingerprint, points },
    skipped: all.length === 0 ? null : listOf(all, mostListedOfUnit),
  });
};

const listOf = (items: readonly SkippedItem[], limit: number): SkippedList => ({
  count: items.reduce((sum, { count }) => sum + count, 0),
  items: items.slice(0, limit),
});
