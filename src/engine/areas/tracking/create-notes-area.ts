import type { notesContract } from '../../../shared/contract/notes.ts';
import { EngineError } from '../../../shared/errors.ts';
import { metricGoalOf } from '../../../shared/model/metric-goal.ts';
import type { NoteSubject } from '../../../shared/model/notes/note.ts';
import type { Handlers } from '../../ports/call.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import type { Reader } from '../../ports/store-handles.ts';
import { findExperimentByName } from '../../store/experiments.ts';
import { linkedOriginOf, refuseLinked } from '../../store/linked-runs.ts';
import { draftOf, dropDraft, keepDraft, type NoteOwner, noteOf, writeNote } from '../../store/notes.ts';
import { liveReferenceTo } from './live-reference.ts';
import { namedRun } from './named-run.ts';

type Services = Pick<ProjectServices, 'store' | 'clock' | 'changed' | 'settings'>;

/** Somebody's note with what says who may write it. */
interface Subject {
  readonly owner: NoteOwner;
  /** As `changed` tells it. */
  readonly id: string;
  readonly locked: string | null;
  /** Error `conflict` when it is read in place. */
  requireFree(): void;
}

const subjectOf = (reader: Reader, { type, id }: NoteSubject): Subject => {
  if (type === 'run') {
    const run = namedRun(reader, id);
    const linked = linkedOriginOf(reader, run.id);
    return {
      owner: { type, number: run.number },
      id: run.id,
      locked: linked === undefined ? null : `The run is read in place from ${linked.title}.`,
      requireFree: () => refuseLinked(reader, 'run', run),
    };
  }
  const experiment = findExperimentByName(reader, id);
  if (experiment === undefined)
    throw new EngineError('not-found', `There is no experiment “${id}”.`, { details: { experiment: id } });
  return {
    owner: { type, number: experiment.id },
    id: String(experiment.id),
    locked: null,
    requireFree: () => undefined,
  };
};

/** Notes of runs and experiments: what stands there, what is being written, and what the runs they refer to are now. */
export const createNotesArea = ({ store, clock, changed, settings }: Services) => {
  const { reader } = store;

  const handlers = {
    'notes.get': ({ subject }) => {
      const { owner, locked } = subjectOf(reader, subject);
      const text = noteOf(reader, owner);
      const draft = draftOf(reader, owner);
      return {
        text,
        locked,
        draft:
          draft === undefined
            ? null
            : { text: draft.text, savedAtMs: draft.savedAtMs, isOutdated: draft.begunOn !== text },
      };
    },

    'notes.keepDraft': ({ subject, text, begunOn }) => {
      const { owner, id, requireFree } = subjectOf(reader, subject);
      requireFree();
      const savedAtMs = clock.nowMs();
      store.write((writer) => keepDraft(writer, owner, { text, begunOn, savedAtMs }));
      changed('notes', [id]);
      return { savedAtMs };
    },

    'notes.discardDraft': ({ subject }) => {
      const { owner, id } = subjectOf(reader, subject);
      store.write((writer) => dropDraft(writer, owner));
      changed('notes', [id]);
      return {};
    },

    'notes.save': ({ subject, text, seen }) => {
      const { owner, id, requireFree } = subjectOf(reader, subject);
      requireFree();
      const before = store.write((writer) => {
        const there = noteOf(writer, owner);
        if (seen !== undefined && there !== seen && there !== text) throw changedMeanwhile(there);
        writeNote(writer, owner, text);
        // What became the note is no draft any more. What somebody else is writing, or wrote after what is undone here, still is one.
        if (draftOf(writer, owner)?.text === text) dropDraft(writer, owner);
        return there;
      });
      changed('runs', subject.type === 'run' ? [id] : []);
      return { before };
    },

    'runs.references': ({ references }) => {
      const { metricGoals } = settings.read();
      const goalOf = (metric: string) => metricGoalOf(metric, metricGoals);
      return { references: references.map((reference) => liveReferenceTo(reader, reference, goalOf)) };
    },
  } satisfies Handlers<typeof notesContract>;
  return { handlers };
};

const changedMeanwhile = (there: string): EngineError =>
  new EngineError(
    'conflict',
    'Somebody else changed the note since it was read, such as a client of MLflow. Look at what it says now, and save again to replace it.',
    { details: { note: there } },
  );
