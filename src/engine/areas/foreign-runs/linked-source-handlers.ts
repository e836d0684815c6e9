import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { foreignRunsContract } from '../../../shared/contract/foreign-runs.ts';
import { EngineError } from '../../../shared/errors.ts';
import type { LinkedSource as ShownSource } from '../../../shared/model/foreign-runs.ts';
import type { CallContext, Handlers } from '../../ports/call.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import { importSourceNumber } from '../../store/foreign-runs.ts';
import { freeObjects } from '../../store/free-objects.ts';
import {
  countRunsOfSources,
  findLinkedSource,
  forgetFingerprints,
  forgetRefusals,
  hasImportedItems,
  insertLinkedSource,
  type LinkedSource,
  linkedSources,
  releaseSource,
  skippedOf,
} from '../../store/linked-sources.ts';
import { removeLinkedModels, removeLinkedRuns, someRunsOf } from '../../store/unlink-source.ts';
import { requireFreeTitle, titleForSource } from './link-title.ts';
import type { SourceReader } from './source-reader.ts';

type Services = Pick<ProjectServices, 'store' | 'objects' | 'eventLog' | 'clock' | 'paths' | 'changed'>;

type LinkCommands = Pick<
  Handlers<typeof foreignRunsContract>,
  'foreignRuns.link' | 'foreignRuns.links' | 'foreignRuns.refresh' | 'foreignRuns.unlink'
>;

const listedSkips = 100;
/** Removed in one transaction; in between others are answered. */
const runsAtOnce = 200;
const progressEveryMs = 200;

/** Sources that are read where they lie. `read` reads one of them to its end. */
export const createLinkHandlers = (
  { store, objects, eventLog, clock, paths, changed }: Services,
  { reader: sources, read }: { reader: SourceReader; read: (source: LinkedSource) => Promise<void> },
): LinkCommands => {
  const { reader } = store;

  const show = (source: LinkedSource, runs: number): ShownSource => {
    const { problem, ...facts } = source;
    const current = sources.stateOf(source.number);
    return {
      ...{ ...facts, runs },
      state: current?.state ?? restingState(source),
      problem: problem?.message ?? null,
      progress: current?.progress ?? null,
      skipped: skippedOf(reader, source.number, listedSkips),
    };
  };

  const showAll = (): ShownSource[] => {
    const counts = countRunsOfSources(reader);
    return linkedSources(reader).map((source) => show(source, counts.get(source.number) ?? 0));
  };

  const named = (reference: string): LinkedSource => {
    const all = linkedSources(reader);
    const path = resolve(paths.folder, reference);
    const found = all.find(({ title }) => title === reference) ?? all.find((source) => source.path === path);
    if (found !== undefined) return found;
    const titles = all.map(({ title }) => title).join(', ');
    throw new EngineError(
      'not-found',
      `No source is linked that is called “${reference}” or lies there. ${titles === '' ? 'None is linked.' : `Linked are: ${titles}.`}`,
      { details: { source: reference } },
    );
  };

  const link: LinkCommands['foreignRuns.link'] = ({ format, path: given, title: wanted }) => {
    const path = resolve(paths.folder, given);
    if (statSync(path, { throwIfNoEntry: false }) === undefined)
      throw new EngineError('not-found', `There is nothing at ${path}.`, { details: { path } });
    const number = store.write((writer) => {
      const source = importSourceNumber(writer, { format, path });
      if (findLinkedSource(writer, source) !== undefined)
        throw new EngineError(
          'already-exists',
          `${path} is linked already. Refresh it to read what has changed there.`,
          { details: { path } },
        );
      if (hasImportedItems(writer, source))
        throw new EngineError(
          'conflict',
          `Runs of ${path} were imported, so they are the project’s own. Import it again to add what is new.`,
          { details: { path } },
        );
      const taken = new Set(linkedSources(writer).map(({ title }) => title));
      const title =
        wanted === undefined ? titleForSource(path, paths.folder, taken) : requireFreeTitle(wanted, taken);
      insertLinkedSource(writer, { number: source, title, nowMs: clock.nowMs() });
      eventLog.append(writer, { kind: 'runs.linked', subject: `source:${path}`, details: { title, format } });
      return source;
    });
    const source = known(number);
    sources.allow(number);
    void read(source);
    changed('project', []);
    return show(source, 0);
  };

  const known = (number: number): LinkedSource => {
    const source = findLinkedSource(reader, number);
    if (source === undefined) throw new EngineError('not-found', 'The source is linked no more.');
    return source;
  };

  const refresh = async (
    references: readonly string[] | undefined,
    { progress, signal }: CallContext,
  ): Promise<ShownSource[]> => {
    const wanted = references === undefined ? linkedSources(reader) : references.map(named);
    const tell = setInterval(() => {
      const current = wanted
        .map(({ number }) => sources.stateOf(number)?.progress)
        .find((one) => one != null);
      if (current != null) progress(current);
    }, progressEveryMs);
    try {
      await Promise.race([Promise.all(wanted.map(read)), aborted(signal)]);
      signal.throwIfAborted();
      await requireLinkedStill(wanted);
    } finally {
      clearInterval(tell);
    }
    const numbers = new Set(wanted.map(({ number }) => number));
    return showAll().filter(({ number }) => numbers.has(number));
  };

  /** Whoever waits for a source that is taken out meanwhile hears of it when it is out, and not before. */
  const requireLinkedStill = async (wanted: readonly LinkedSource[]): Promise<void> => {
    const gone = wanted.find(({ number }) => sources.isStopped(number));
    if (gone === undefined) return;
    await unlinking.get(gone.number)?.catch(() => undefined);
    throw new EngineError(
      'conflict',
      `${gone.title} was unlinked or imported while it was read, so it was not read to its end. ${gone.path} is as it was.`,
      { details: { source: gone.title, path: gone.path } },
    );
  };

  const unlinking = new Map<number, Promise<unknown>>();

  const unlink = (reference: string, context: CallContext) => {
    const source = named(reference);
    const ended = takeOut(source, context).finally(() => unlinking.delete(source.number));
    unlinking.set(source.number, ended);
    return ended;
  };

  const takeOut = async (source: LinkedSource, { progress }: CallContext) => {
    const { number, title, path } = source;
    await sources.stop(number);
    const total = countRunsOfSources(reader).get(number) ?? 0;
    // Should this be broken off, what is gone by then is read again.
    store.write((writer) => forgetFingerprints(writer, number));
    let runs = 0;
    const held = new Set<string>();
    for (;;) {
      const some = someRunsOf(reader, number, runsAtOnce);
      if (some.length === 0) break;
      for (const digest of store.write((writer) => removeLinkedRuns(writer, some))) held.add(digest);
      runs += some.length;
      progress({ phase: `Taking out runs of ${title}`, completed: runs, total });
      await setImmediate();
    }
    const { experiments, models, others } = store.write((writer) => {
      const kept = { ...removeLinkedModels(writer, number), others: forgetRefusals(writer) };
      releaseSource(writer, number);
      eventLog.append(writer, { kind: 'runs.unlinked', subject: `source:${path}`, details: { title, runs } });
      return kept;
    });
    await freeObjects({ store, objects }, [...held]);
    for (const topic of ['runs', 'models', 'project'] as const) changed(topic, []);
    // Runs that were refused because this source had them.
    for (const other of linkedSources(reader)) if (others.includes(other.number)) void read(other);
    return { title, path, runs, keptExperiments: experiments, keptModels: models };
  };

  return {
    'foreignRuns.link': link,
    'foreignRuns.links': () => ({ sources: showAll() }),
    'foreignRuns.refresh': async ({ sources: wanted }, context) => ({
      sources: await refresh(wanted, context),
    }),
    'foreignRuns.unlink': ({ source }, context) => unlink(source, context),
  };
};

const restingState = ({ problem, readAtMs }: LinkedSource): ShownSource['state'] => {
  if (problem !== null) return problem.code === 'not-found' ? 'missing' : 'failed';
  return readAtMs === null ? 'waiting' : 'ready';
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((settle) => signal.addEventListener('abort', () => settle(), { once: true }));
