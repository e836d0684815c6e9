import type { ForeignChange, KnownUnits, ReadContext } from '../../../ports/foreign-runs.ts';
import { goneUnits } from '../follow-units.ts';
import { addedPartOf, fingerprintRuns, runIdsOf } from './fingerprint-runs.ts';
import { grownSince, markOf } from './mark-rows.ts';
import type { Moments } from './moments.ts';
import type { DatabaseReading } from './reading.ts';

/** Looked at in one moment, which is then over in a tenth of a second or two. */
const runsLookedAt = 10_000;
/** Read in one moment, unless they have more rows than the weight, which is about that of as many points. */
const runsRead = 200;
const fullWeight = 20_000;

interface Parts {
  readonly moments: Moments;
  readonly known: NonNullable<KnownUnits>;
  readonly context: ReadContext;
  /** The runs of a reading with `only`, each followed by its end. */
  readonly readRuns: (
    reading: DatabaseReading,
    fingerprints: ReadonlyMap<string, string>,
  ) => Iterable<ForeignChange>;
  /** What belongs to no run. */
  readonly readRest: (reading: DatabaseReading) => Iterable<ForeignChange>;
}

/**
 * What has changed in a database that may be written all the while. Each run is as it was at one moment, after the fingerprint that it is told
 * with; what is written later shows with the next reading.
 */
export async function* readRunChanges(parts: Parts): AsyncGenerator<ForeignChange> {
  const { moments, known, context } = parts;
  const { mark: lastMark = null, signal } = context;
  const { ids, mark, grown } = await moments.of((reading) => ({
    ids: runIdsOf(reading),
    mark: markOf(reading),
    grown: lastMark === null ? null : grownSince(reading, lastMark),
  }));
  const knownAdded = (id: string): string | null =>
    grown === null || grown.has(id) ? null : addedPartOf(known.get(id)?.fingerprint ?? '');
  const changed = new Map<string, string>();
  for (let start = 0; start < ids.length; start += runsLookedAt) {
    signal?.throwIfAborted();
    const some = ids.slice(start, start + runsLookedAt);
    const fingerprints = await moments.of((reading) => fingerprintRuns(reading, some, knownAdded));
    for (const [id, now] of fingerprints) if (known.get(id)?.fingerprint !== now) changed.set(id, now);
  }
  yield* withoutRepetition(readChanged(parts, changed));
  yield* goneUnits(known, new Set(ids));
  yield { kind: 'mark', mark };
}

async function* readChanged(
  { moments, context, readRuns, readRest }: Parts,
  fingerprints: ReadonlyMap<string, string>,
): AsyncGenerator<ForeignChange> {
  const ids = [...fingerprints.keys()];
  for (let completed = 0; completed < ids.length; ) {
    context.signal?.throwIfAborted();
    const some = ids.slice(completed, completed + runsRead);
    const { changes, count } = await moments.of((reading) =>
      takeSome(some, readRuns({ ...reading, only: new Set(some) }, fingerprints)),
    );
    yield* changes;
    completed += count;
    context.progress?.({ phase: 'Reading runs that have changed', completed, total: ids.length });
  }
  yield* await moments.of((reading) => [...readRest(reading)]);
}

/** Experiments come with each part, so that those of its runs are there. */
async function* withoutRepetition(changes: AsyncIterable<ForeignChange>): AsyncGenerator<ForeignChange> {
  const told = new Set<string>();
  for await (const change of changes) {
    if (change.kind === 'experiment' && told.has(change.id)) continue;
    if (change.kind === 'experiment') told.add(change.id);
    yield change;
  }
}

/** As many whole runs as weigh enough, and how many of the ids they are; those that are not there any more weigh nothing. */
const takeSome = (
  ids: readonly string[],
  read: Iterable<ForeignChange>,
): { changes: ForeignChange[]; count: number } => {
  const changes: ForeignChange[] = [];
  let weight = 0;
  for (const change of read) {
    changes.push(change);
    weight += weightOf(change);
    if (change.kind === 'unit-end' && weight >= fullWeight)
      return { changes, count: ids.indexOf(change.unit) + 1 };
  }
  return { changes, count: ids.length };
};

const weightOf = (change: ForeignChange): number => {
  if (change.kind === 'metric') return change.points.steps.length;
  return change.kind === 'parameters' || change.kind === 'tags' ? change.entries.length : 1;
};
