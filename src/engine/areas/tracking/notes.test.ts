import { describe, expect, it } from 'vitest';
import { callContext, openTestProject } from '../../../../test/support/project-services.ts';
import { addRun, type GivenRun } from '../../../../test/support/run-store.ts';
import { experimentTagsOf, findExperimentByName } from '../../store/experiments.ts';
import { logPoints } from '../../store/run-metrics.ts';
import { setTags } from '../../store/run-values.ts';
import { createNotesArea } from './create-notes-area.ts';
import { createRunEditsArea } from './create-run-edits-area.ts';

const id = (digit: number): string => String(digit).repeat(32);
const refused = (code: string) => expect.objectContaining({ code });
const ofRun = { type: 'run' as const, id: id(1) };

const openWith = (...given: GivenRun[]) => {
  const services = openTestProject();
  for (const run of given) addRun(services.store, run);
  const { handlers: edits } = createRunEditsArea(services);
  return { services, edits, notes: createNotesArea(services).handlers };
};

describe('a note', () => {
  it('is the tag that MLflow’s clients read and write, of runs and of experiments', () => {
    const { services, notes } = openWith({ id: id(1), experiment: 'churn' });
    const { store } = services;
    expect(notes['notes.get']({ subject: ofRun })).toEqual({ text: '', draft: null, locked: null });
    notes['notes.save']({ subject: ofRun, text: '# Seen' });
    expect(
      store.reader.values(
        "SELECT value FROM run_tags JOIN keys ON keys.number = key_number WHERE name = 'mlflow.note.content'",
      ),
    ).toEqual(['# Seen']);
    store.write((writer) => setTags(writer, id(1), { 'mlflow.note.content': 'by a client' }));
    expect(notes['notes.get']({ subject: ofRun }).text).toBe('by a client');

    const subject = { type: 'experiment' as const, id: 'churn' };
    notes['notes.save']({ subject, text: 'why' });
    const experiment = findExperimentByName(store.reader, 'churn')!;
    expect(experimentTagsOf(store.reader, experiment.id)).toEqual([
      { key: 'mlflow.note.content', value: 'why' },
    ]);
    expect(notes['notes.save']({ subject, text: '' })).toEqual({ before: 'why' });
    expect(experimentTagsOf(store.reader, experiment.id)).toEqual([]);
    expect(() => notes['notes.get']({ subject: { type: 'experiment', id: 'other' } })).toThrow(
      refused('not-found'),
    );
  });

  it('does not replace what somebody else wrote meanwhile, unless that is meant', () => {
    const { services, notes } = openWith({ id: id(1), tags: { 'mlflow.note.content': 'first' } });
    notes['notes.keepDraft']({ subject: ofRun, text: 'mine', begunOn: 'first' });
    services.store.write((writer) => setTags(writer, id(1), { 'mlflow.note.content': 'theirs' }));
    expect(() => notes['notes.save']({ subject: ofRun, text: 'mine', seen: 'first' })).toThrow(
      refused('conflict'),
    );
    expect(notes['notes.get']({ subject: ofRun })).toMatchObject({
      text: 'theirs',
      draft: { text: 'mine', isOutdated: true },
    });
    expect(notes['notes.save']({ subject: ofRun, text: 'mine', seen: 'theirs' })).toEqual({
      before: 'theirs',
    });
    expect(notes['notes.get']({ subject: ofRun })).toEqual({ text: 'mine', draft: null, locked: null });
  });

  it('leaves what somebody else is writing when another text is saved or undone', () => {
    const { notes } = openWith({ id: id(1) });
    notes['notes.save']({ subject: ofRun, text: 'first' });
    notes['notes.keepDraft']({ subject: ofRun, text: 'second, half', begunOn: 'first' });
    notes['notes.save']({ subject: ofRun, text: '', seen: 'first' });
    expect(notes['notes.get']({ subject: ofRun })).toMatchObject({
      ...{ text: '', draft: { text: 'second, half', isOutdated: true } },
    });
  });

  it('of any length comes back when a change to many runs is undone', () => {
    const long = 'x'.repeat(50_000);
    const { edits, notes } = openWith({ id: id(1) }, { id: id(2) });
    notes['notes.save']({ subject: ofRun, text: long });
    const { undo } = edits['runs.update']({ runs: [id(1), id(2)], note: 'bulk' });
    expect(undo).toContainEqual({ runs: [id(1)], note: long });
    edits['runs.undo']({ undo });
    expect(notes['notes.get']({ subject: ofRun }).text).toBe(long);
  });
});

describe('a draft', () => {
  it('is kept apart from the note, and forgotten with it', async () => {
    const { services, notes, edits } = openWith({ id: id(1) });
    const kept = notes['notes.keepDraft']({ subject: ofRun, text: 'half a sen', begunOn: '' });
    expect(notes['notes.get']({ subject: ofRun })).toEqual({
      text: '',
      locked: null,
      draft: { text: 'half a sen', isOutdated: false, savedAtMs: kept.savedAtMs },
    });
    notes['notes.discardDraft']({ subject: ofRun });
    expect(notes['notes.get']({ subject: ofRun }).draft).toBeNull();
    notes['notes.keepDraft']({ subject: ofRun, text: 'again', begunOn: '' });
    edits['runs.delete']({ runs: [id(1)] });
    await edits['runs.purge']({}, callContext());
    addRun(services.store, { id: id(2) });
    expect(notes['notes.get']({ subject: { type: 'run', id: id(2) } }).draft).toBeNull();
  });
});

describe('what a note refers to', () => {
  it('is the run as it is now', () => {
    const { services, notes, edits } = openWith(
      { id: id(1), name: 'bold-fox', metrics: { 'system/cpu': 1, auc: 0.5, train_loss: 2 } },
      { id: id(2), metrics: { loss: 'NaN' }, parameters: { lr: '0.10' } },
    );
    const ask = (...references: { run: string; show?: string }[]) =>
      notes['runs.references']({ references }).references;
    expect(ask({ run: id(1) }, { run: 'bold-fox', show: 'min(metrics.auc)' })).toMatchObject([
      { id: id(1), name: 'bold-fox', status: 'running', main: { column: 'metrics.auc', value: 0.5 } },
      { id: id(1), shown: 0.5 },
    ]);
    services.store.write((writer) =>
      logPoints(writer, id(1), [{ key: 'auc', step: 1, value: 0.9, timestampMs: 2 }]),
    );
    edits['runs.update']({ runs: [id(1)], name: 'calm-fox' });
    edits['runs.delete']({ runs: [id(1)] });
    expect(ask({ run: id(1), show: 'best(metrics.auc)' })).toMatchObject([
      { name: 'calm-fox', isDeleted: true, main: { value: 0.9 }, shown: 0.9 },
    ]);
    expect(
      ask(
        { run: id(2), show: 'params.lr' },
        { run: id(2), show: 'metrics.none' },
        { run: id(3) },
        { run: id(2), show: 'x y' },
      ),
    ).toMatchObject([
      { shown: '0.10', main: { column: 'metrics.loss', value: 'NaN' } },
      { shown: null },
      { state: 'unknown' },
      { state: 'no-column' },
    ]);
  });
});
