import type { z } from 'zod';
import type { runEditsContract } from '../../../shared/contract/run-edits.ts';
import { EngineError, isFullDiskError } from '../../../shared/errors.ts';
import type { Handlers } from '../../ports/call.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import type { Reader, Writer } from '../../ports/store-handles.ts';
import { refuseLinkedRuns } from '../../store/linked-runs.ts';
import { noteTag } from '../../store/notes.ts';
import { moveRuns, runsByTag, tagRuns } from '../../store/run-bulk.ts';
import { idsOfNumbers } from '../../store/run-number.ts';
import {
  forgetUnheld,
  freedPartsOf,
  objectsOnlyOf,
  removeRuns,
  type TrashedRun,
  trashedRuns,
} from '../../store/run-trash.ts';
import { numbersOfReferences } from './find-runs.ts';

type Services = Pick<ProjectServices, 'store' | 'objects' | 'reserve' | 'clock' | 'changed' | 'eventLog'>;
type Change = z.output<(typeof runEditsContract)['runs.update']['input']>;

/** Whoever hears of more than so many runs reads all of its own anew. */
const namedRuns = 200;
/** Removed in one transaction; in between others are answered. */
const purgedAtOnce = 100;
/** Each asks once what all other runs hold. */
const mostPurges = 100;
/** Runs that are named with what each frees. */
const mostNamedParts = 20;

/** What people change of runs: names, notes, tags, the trash. Each change says what undoes it. */
export const createRunEditsArea = ({ store, objects, reserve, clock, changed, eventLog }: Services) => {
  const { reader } = store;

  const tellOf = (ids: readonly string[]): void => changed('runs', ids.length > namedRuns ? [] : ids);

  const apply = (writer: Writer, change: Change): Change[] => {
    const runs = numbersOfReferences(reader, change.runs);
    refuseLinkedRuns(reader, runs);
    if (change.name !== undefined && runs.length > 1)
      throw new EngineError('invalid-input', 'A name is for one run; select a single run to rename it.');
    const tags = Object.entries(tagsOf(change));
    const undo = tags.flatMap(([key]) => undoOf(reader, runs, key));
    for (const [key, value] of tags) tagRuns(writer, runs, { key, value });
    return undo;
  };

  const applyAll = (changes: readonly Change[]): Change[] => {
    // Who is meant is asked before anything has another name.
    const named = changes.map((change) => ({
      ...change,
      runs: idsOfNumbers(reader, numbersOfReferences(reader, change.runs)),
    }));
    const undo = store.write((writer) => named.flatMap((change) => apply(writer, change)));
    tellOf(named.flatMap(({ runs }) => runs));
    return undo.toReversed();
  };

  const move = (references: readonly string[], stage: 'active' | 'deleted'): number => {
    const runs = numbersOfReferences(reader, references);
    refuseLinkedRuns(reader, runs);
    const kind = stage === 'deleted' ? 'deleted' : 'restored';
    // On a full disk the way to room leads through the trash.
    const moved = store.writeFreeing((writer) => {
      const found = moveRuns(writer, runs, { stage, nowMs: clock.nowMs() });
      record(writer, kind, found);
      return found;
    });
    tellOf(moved.map(({ id }) => id));
    return moved.length;
  };

  /** One event for one deed, however many runs it was about. */
  const record = (
    writer: Writer,
    kind: 'deleted' | 'restored' | 'purged',
    runs: readonly { id: string; name: string }[],
    more: Record<string, unknown> = {},
  ): void => {
    const [first] = runs;
    if (first === undefined) return;
    if (runs.length === 1)
      eventLog.append(writer, {
        kind: `run.${kind}`,
        subject: `run:${first.id}`,
        details: { name: first.name, ...more },
      });
    else
      eventLog.append(writer, {
        kind: `runs.${kind}`,
        subject: 'runs',
        details: { count: runs.length, ids: runs.map(({ id }) => id), ...more },
      });
  };

  const purgeNow = (numbers: readonly number[]) =>
    store.writeFreeing((writer) => {
      // Somebody may have taken some out of the trash, or registered a model of them, while others were purged.
      const batch = trashedRuns(writer, numbers).filter(isFree);
      const held = removeRuns(writer, batch.map(numberOf));
      record(writer, 'purged', batch);
      return { count: batch.length, unheld: forgetUnheld(writer, objects, held) };
    });

  const trashOf = (references: readonly string[] | undefined) => {
    const runs = references === undefined ? null : numbersOfReferences(reader, references);
    if (runs !== null) refuseLinkedRuns(reader, runs);
    const trashed = trashedRuns(reader, runs);
    return {
      free: trashed.filter(isFree),
      kept: trashed
        .filter((run) => !isFree(run))
        .map(({ id, name, models }) => ({ id, name, models: [...models] })),
    };
  };

  const handlers = {
    'runs.update': (change) => ({ undo: applyAll([change]) }),
    'runs.undo': ({ undo }) => ({ undo: applyAll(undo) }),
    'runs.delete': ({ runs }) => ({ deleted: move(runs, 'deleted') }),
    'runs.restore': ({ runs }) => ({ restored: move(runs, 'active') }),

    'runs.trash': ({ runs }) => {
      const { free, kept } = trashOf(runs);
      const held = objectsOnlyOf(reader, free.map(numberOf));
      const { runs: byRun, ...parts } = freedPartsOf(reader, free.map(numberOf), held);
      return {
        runs: free.length,
        freeableBytes: held.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
        files: held.length,
        parts: { ...parts, runs: byRun.slice(0, mostNamedParts) },
        kept,
      };
    },

    'runs.purge': async ({ runs }, { signal, progress }) => {
      const { free, kept } = trashOf(runs);
      const waiting = free.map(numberOf);
      let atOnce = Math.max(purgedAtOnce, Math.ceil(free.length / mostPurges));
      /** Runs in turn for which there was no room. */
      let refused = 0;
      let purged = 0;
      let freedBytes = 0;
      while (waiting.length > 0 && !signal.aborted) {
        const numbers = waiting.splice(0, atOnce);
        try {
          const { count, unheld } = purgeNow(numbers);
          for (const { digest } of unheld) freedBytes += await objects.remove(digest);
          purged += count;
          refused = 0;
        } catch (thrown) {
          // Fewer runs need less room, and another run may free what this one needs.
          if (!isFullDiskError(thrown) || refused > waiting.length) throw thrown;
          if (atOnce === 1) refused += 1;
          atOnce = Math.ceil(atOnce / 2);
          waiting.push(...numbers);
        }
        progress({ phase: 'Removing runs', completed: free.length - waiting.length, total: free.length });
        await new Promise((resolve) => setImmediate(resolve));
      }
      reserve.keep();
      changed('runs', []);
      return { purged, freedBytes, kept };
    },
  } satisfies Handlers<typeof runEditsContract>;
  return { handlers };
};

const numberOf = ({ number }: TrashedRun): number => number;
const isFree = ({ models }: TrashedRun): boolean => models.length === 0;

/** Names and notes are tags too, as MLflow's clients have them. */
const tagsOf = ({ name, note, tags }: Change): Record<string, string | null> => ({
  ...tags,
  ...(name !== undefined && { [nameTag]: name }),
  ...(note !== undefined && { [noteTag]: note === '' ? null : note }),
});

const nameTag = 'mlflow.runName';

const undoOf = (reader: Reader, runs: readonly number[], key: string): Change[] =>
  [...runsByTag(reader, runs, key)].map(([value, same]) => ({
    runs: idsOfNumbers(reader, same),
    // A note may be longer than a tag.
    ...(key === noteTag ? { note: value ?? '' } : { tags: { [key]: value } }),
  }));
