import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type ErrorData, toErrorData } from '../../../shared/errors.ts';
import type { SkippedItem } from '../../../shared/model/foreign-runs.ts';
import { mostListedSkips } from '../../../shared/model/foreign-runs.ts';
import type { Progress } from '../../../shared/model/progress.ts';
import { type AttemptEnd, type RunningAttempt, runAttempt } from '../../jobs/run-attempt.ts';
import { readingFolderOf } from '../../jobs/staging-folder.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import { freeObjects } from '../../store/free-objects.ts';
import {
  findLinkedSource,
  forgetRefusals,
  hasUnreadUnits,
  type LinkedSource,
  readUnits,
  recordProblem,
  recordReading,
  runsOfNoUnit,
} from '../../store/linked-sources.ts';
import { removeLinkedRuns, runsFrom } from '../../store/unlink-source.ts';
import type { ImportEntry, Refused } from './import-entries.ts';
import type { LinkInput, LinkOutput } from './link-job.ts';
import { writeEntry } from './write-entry.ts';

type Services = Pick<
  ProjectServices,
  'store' | 'objects' | 'eventLog' | 'clock' | 'logger' | 'paths' | 'children' | 'changed'
>;

/** What the queue of readings is doing with a source; null: nothing. */
export interface ReadingState {
  readonly state: 'waiting' | 'reading';
  readonly progress: Progress | null;
}

interface Turn {
  readonly source: number;
  readonly ended: Promise<void>;
  hasBegun: boolean;
  progress: Progress | null;
}

/** A worker that died (killed, out of memory) is replaced, until a reading has cost this many. */
const mostDeaths = 3;
const announcedEveryMs = 1000;
/** Removed in one transaction; in between others are answered. */
const runsAtOnce = 200;

/**
 * Reads linked sources, one after another, each in a worker. There is no job for it: where a reading has stopped, the next one goes on, and
 * that comes by itself with the next change or the next opening of the project.
 */
export const createSourceReader = (services: Services) => {
  const { store, clock, logger, paths, children, changed } = services;
  const turns: Turn[] = [];
  let last: Promise<void> = Promise.resolve();
  let attempt: { readonly source: number; readonly running: RunningAttempt } | null = null;
  const stopped = new Set<number>();
  const marks = new Map<number, string | null>();
  const folder = readingFolderOf(paths.staging);
  const released = new Set<string>();
  let isClosing = false;
  let announcedAtMs = 0;

  const announce = (): void => {
    announcedAtMs = clock.nowMs();
    for (const topic of ['runs', 'models', 'project'] as const) changed(topic, []);
  };

  /** All that a worker has sent at once, in one transaction. */
  const writeAll = (source: number, batches: readonly (readonly ImportEntry[])[]): Refused[] => {
    const refused: Refused[] = [];
    store.write((writer) => {
      // It may have been unlinked while this was under way.
      if (findLinkedSource(writer, source) === undefined) return;
      const writing = {
        ...{ writer, source, objects: services.objects, eventLog: services.eventLog },
        ...{ nowMs: clock.nowMs(), isLinked: true, keys: new Map(), added: () => undefined },
        refuse: (one: Refused) => void refused.push(one),
        fileOf: ({ name }: { name: string }) => join(folder, name),
        release: (digests: readonly string[]) => {
          for (const digest of digests) released.add(digest);
        },
      };
      for (const entries of batches) for (const entry of entries) writeEntry(writing, entry);
    });
    if (clock.nowMs() - announcedAtMs > announcedEveryMs) announce();
    return refused;
  };

  const tryOnce = (source: LinkedSource, number: number, turn: Turn, refused: Refused[]) => {
    const { format, path } = source;
    const input: LinkInput = {
      ...{ format, path, known: readUnits(store.reader, source.number) },
      mark: marks.get(source.number) ?? null,
    };
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const running = runAttempt({
      child: children.launch({ program: 'job-worker' }),
      start: {
        type: 'start',
        kind: 'read-linked-source',
        input,
        stagingFolder: folder,
        attempt: number,
      },
      emissionBatchMs: 0,
      onLine: (line) => logger.info(line, { source: path }),
      onProgress: (progress) => {
        turn.progress = progress;
      },
      onEmissions: (emissions) =>
        void refused.push(...writeAll(source.number, emissions as readonly (readonly ImportEntry[])[])),
    });
    attempt = { source: source.number, running };
    return running.ended;
  };

  /** What is not in the source any more, once it was read to its end: only then are all the units known that may hold a run. */
  const removeGoneRuns = async (source: number): Promise<void> => {
    const gone = runsOfNoUnit(store.reader, source);
    if (gone.length === 0) return;
    for (let start = 0; start < gone.length; start += runsAtOnce) {
      const some = gone.slice(start, start + runsAtOnce);
      const held = store.write((writer) => removeLinkedRuns(writer, runsFrom(writer, source, some)));
      for (const digest of held) released.add(digest);
      await setImmediate();
    }
    store.write(forgetRefusals);
  };

  const record = (source: number, end: AttemptEnd, refused: readonly Refused[]): void => {
    if (end.type === 'cancelled' || end.type === 'interrupted') return;
    store.write((writer) => {
      if (end.type !== 'done') return recordProblem(writer, source, problemOf(end));
      const { skipped } = end.output as LinkOutput;
      const items: SkippedItem[] = refused.map((one) => ({ ...one, count: 1, line: null }));
      recordReading(writer, source, {
        nowMs: clock.nowMs(),
        skipped: {
          count: skipped.count + items.length,
          items: [...items, ...skipped.items].slice(0, mostListedSkips),
        },
      });
    });
  };

  const readNow = async (turn: Turn): Promise<void> => {
    turn.hasBegun = true;
    let isSecond = false;
    for (let number = 1; !isClosing && !stopped.has(turn.source); number += 1) {
      const source = findLinkedSource(store.reader, turn.source);
      if (source === undefined) return;
      const refused: Refused[] = [];
      const end = await tryOnce(source, number, turn, refused);
      attempt = null;
      if (end.type === 'done') marks.set(turn.source, (end.output as LinkOutput).mark);
      if (end.type === 'died' && number < mostDeaths) continue;
      if (end.type === 'done' && !isSecond && hasUnreadUnits(store.reader, turn.source)) {
        isSecond = true;
        continue;
      }
      if (end.type === 'done') await removeGoneRuns(turn.source);
      record(turn.source, end, refused);
      return;
    }
  };

  const tidyUp = async (): Promise<void> => {
    rmSync(folder, { recursive: true, force: true });
    const digests = [...released];
    released.clear();
    await freeObjects(services, digests);
  };

  return {
    /** Resolves when it was read to its end, or it is known why not. What is written after the call is seen. */
    read: (source: number): Promise<void> => {
      const waiting = turns.find((turn) => turn.source === source && !turn.hasBegun);
      if (waiting !== undefined) return waiting.ended;
      const before = last;
      let settle = (): void => undefined;
      const turn: Turn = {
        ...{ source, hasBegun: false, progress: null },
        ended: new Promise((resolve) => {
          settle = resolve;
        }),
      };
      turns.push(turn);
      last = before
        .then(() => readNow(turn))
        .catch((thrown) => logger.error('A linked source could not be read', { reason: String(thrown) }))
        .then(tidyUp)
        .catch((thrown) => logger.error('A reading could not be tidied up', { reason: String(thrown) }))
        .finally(() => {
          turns.splice(turns.indexOf(turn), 1);
          announce();
          settle();
        });
      return turn.ended;
    },
    stateOf: (source: number): ReadingState | null => {
      const turn = turns.find((one) => one.source === source);
      if (turn === undefined) return null;
      return { state: turn.hasBegun ? 'reading' : 'waiting', progress: turn.progress };
    },
    /** Ends what is under way with the source, and reads it no more until it is allowed; what was written of it stays. */
    stop: async (source: number): Promise<void> => {
      stopped.add(source);
      if (attempt?.source !== source) return;
      attempt.running.interrupt();
      await attempt.running.ended;
    },
    isStopped: (source: number): boolean => stopped.has(source),
    allow: (source: number): void => {
      stopped.delete(source);
    },
    close: async (): Promise<void> => {
      isClosing = true;
      attempt?.running.interrupt();
      await last;
    },
  };
};

export type SourceReader = ReturnType<typeof createSourceReader>;

const problemOf = (end: Extract<AttemptEnd, { type: 'failed' | 'died' }>): ErrorData =>
  end.type === 'failed'
    ? end.error
    : toErrorData(
        new Error(
          `The program that read it ended ${mostDeaths} times (${end.exit.signal ?? end.exit.code}).`,
        ),
      );
