import { existsSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { callContext, openTestProject } from '../../../../test/support/project-services.ts';
import { addRun, type GivenRun } from '../../../../test/support/run-store.ts';
import { artifactsOf, insertArtifact } from '../../store/runs.ts';
import { createRunEditsArea } from './create-run-edits-area.ts';
import { createTrackingArea } from './create-tracking-area.ts';

const id = (digit: number): string => String(digit).repeat(32);
const refused = (code: string) => expect.objectContaining({ code });

const openWith = (...given: GivenRun[]) => {
  const services = openTestProject();
  for (const run of given) addRun(services.store, run);
  return {
    services,
    handlers: { ...createTrackingArea(services).handlers, ...createRunEditsArea(services).handlers },
    kinds: () => services.store.reader.values<string>('SELECT kind FROM events ORDER BY id'),
  };
};

describe('a change', () => {
  it('reaches all runs that are named, or none', () => {
    const { handlers } = openWith({ id: id(1) }, { id: id(2), tags: { old: '1' } });
    handlers['runs.update']({ runs: [id(1), id(2)], note: 'seen', tags: { team: 'red', old: null } });
    for (const run of [id(1), id(2)])
      expect(handlers['runs.get']({ run })).toMatchObject({ note: 'seen', tags: { team: 'red' } });
    const none = { runs: [id(1), id(3)], note: 'lost' };
    expect(() => handlers['runs.update'](none)).toThrow(refused('not-found'));
    const both = { runs: [id(1), id(2)], name: 'both' };
    expect(() => handlers['runs.update'](both)).toThrow(refused('invalid-input'));
    handlers['runs.update']({ runs: [id(1)], name: 'first' });
    expect(handlers['runs.get']({ run: 'first' })).toMatchObject({ id: id(1), note: 'seen' });
  });

  it('of a name reaches a run that is called by it, and is undone', () => {
    const { handlers } = openWith({ id: id(1), name: 'first' });
    const { undo } = handlers['runs.update']({ runs: ['first'], name: 'second' });
    expect(handlers['runs.get']({ run: 'second' })).toMatchObject({ id: id(1) });
    handlers['runs.undo']({ undo });
    expect(handlers['runs.get']({ run: 'first' })).toMatchObject({ id: id(1) });
  });

  it('of many runs is undone at once, whatever each of them had before', () => {
    const many = Array.from({ length: 1000 }, (_, index) => String(index).padStart(32, '0'));
    const { services, handlers } = openWith();
    for (const [index, run] of many.entries())
      addRun(services.store, { id: run, tags: index % 3 === 0 ? {} : { team: `team-${index % 3}` } });
    const teams = () =>
      services.store.reader.values<string>(
        `SELECT value || count(*) FROM run_tags JOIN keys ON keys.number = key_number WHERE name = 'team' GROUP BY value`,
      );
    const before = teams();
    const { undo } = handlers['runs.update']({ runs: many, tags: { team: 'all' }, note: 'bulk' });
    expect(teams()).toEqual(['all1000']);
    const { undo: redo } = handlers['runs.undo']({ undo });
    expect(teams()).toEqual(before);
    expect(handlers['runs.get']({ run: many[1]! }).note).toBe('');
    handlers['runs.undo']({ undo: redo });
    expect(teams()).toEqual(['all1000']);
  });
});

describe('the trash', () => {
  it('counts what really moved, and each deed is one event of the log', () => {
    const { handlers, kinds } = openWith({ id: id(1) }, { id: id(2) });
    expect(handlers['runs.delete']({ runs: [id(1), id(2)] })).toEqual({ deleted: 2 });
    expect(handlers['runs.delete']({ runs: [id(1)] })).toEqual({ deleted: 0 });
    expect(handlers['runs.get']({ run: id(1) }).isDeleted).toBe(true);
    expect(handlers['runs.restore']({ runs: [id(1)] })).toEqual({ restored: 1 });
    expect(kinds()).toEqual(['runs.deleted', 'run.restored']);
  });

  const openWithFiles = async () => {
    const opened = openWith(
      { id: id(1), metrics: { auc: 1 }, parameters: { a: 'b' } },
      { id: id(2) },
      { id: id(3) },
    );
    const { objects, store } = opened.services;
    const file = async (content: string, ...runs: string[]) => {
      const object = await objects.put(content);
      for (const run of runs)
        store.write((writer) => insertArtifact(writer, run, { path: `${content}.txt`, ...object }));
      return object.digest;
    };
    const digests = {
      shared: await file('shared with a run that stays', id(1), id(3)),
      twice: await file('of two that go', id(1), id(2)),
      own: await file('own', id(1)),
    };
    const isThere = (digest: string) => {
      try {
        return existsSync(objects.pathOf(digest));
      } catch {
        return false;
      }
    };
    return { ...opened, digests, isThere };
  };

  it('frees what it said, and nothing that others hold', async () => {
    const { handlers, digests, isThere, kinds, services } = await openWithFiles();
    handlers['runs.delete']({ runs: [id(1), id(2)] });
    expect(handlers['runs.trash']({ runs: [id(1)] })).toMatchObject({ runs: 1, freeableBytes: 3, files: 1 });
    const said = handlers['runs.trash']({});
    const whole = { files: 2, sizeBytes: 3 + 14 };
    expect(said).toEqual({
      ...{ runs: 2, freeableBytes: 3 + 14, files: 2, kept: [] },
      parts: {
        experiments: [{ name: 'Default', ...whole }],
        runs: [{ name: id(1), ...whole }],
        types: [{ name: 'txt', ...whole }],
      },
    });
    const done = await handlers['runs.purge']({}, callContext());
    expect(done).toEqual({ purged: 2, freedBytes: said.freeableBytes, kept: [] });
    expect(Object.values(digests).map(isThere)).toEqual([true, false, false]);
    expect(() => handlers['runs.get']({ run: id(1) })).toThrow(refused('not-found'));
    expect(artifactsOf(services.store.reader, id(3))).toHaveLength(1);
    expect(kinds()).toEqual(['runs.deleted', 'runs.purged']);
    expect(services.store.reader.values('SELECT count(*) FROM objects')).toEqual([1]);
    expect(handlers['runs.trash']({})).toMatchObject({
      ...{ runs: 0, freeableBytes: 0, files: 0, kept: [], parts: { types: [] } },
    });
  });

  it('that was being emptied when it was killed still has the rest, with its files', async () => {
    const { handlers, services } = openWith();
    const { objects, store } = services;
    for (let number = 0; number < 150; number += 1) {
      const run = String(number).padStart(32, '0');
      addRun(store, { id: run });
      const object = await objects.put(run);
      store.write((writer) => insertArtifact(writer, run, { path: 'a', ...object }));
    }
    handlers['runs.delete']({ runs: store.reader.values<string>('SELECT id FROM runs') });
    const kill = vi.spyOn(objects, 'remove').mockRejectedValueOnce(new Error('killed'));
    await expect(handlers['runs.purge']({}, callContext())).rejects.toThrow('killed');
    expect(handlers['runs.trash']({})).toMatchObject({ runs: 50, files: 50 });
    expect(store.reader.values('SELECT count(*) FROM objects')).toEqual([50]);
    kill.mockRestore();
    expect(await handlers['runs.purge']({}, callContext())).toMatchObject({
      purged: 50,
      freedBytes: 50 * 32,
    });
    expect(store.reader.values('SELECT count(*) FROM objects')).toEqual([0]);
  });

  it('leaves runs alone that are not in it, and those that registered models were made of', async () => {
    const { handlers, services, digests, isThere } = await openWithFiles();
    services.store.write((writer) => {
      writer.run(
        "INSERT INTO registered_models (id, name, created_at_ms, updated_at_ms) VALUES (1, 'churn', 1, 1)",
      );
      writer.run(
        `INSERT INTO model_versions (model_id, version, run_id, digest, size_bytes, registered_at_ms, updated_at_ms)
         VALUES (1, 2, ?, ?, 3, 1, 1)`,
        [id(1), digests.own],
      );
    });
    handlers['runs.delete']({ runs: [id(1)] });
    const kept = [{ id: id(1), name: id(1), models: ['churn/2'] }];
    expect(handlers['runs.trash']({})).toMatchObject({ runs: 0, freeableBytes: 0, files: 0, kept });
    expect(await handlers['runs.purge']({}, callContext())).toEqual({ purged: 0, freedBytes: 0, kept });
    expect(await handlers['runs.purge']({ runs: [id(2)] }, callContext())).toMatchObject({ purged: 0 });
    expect(isThere(digests.own)).toBe(true);
    services.store.write((writer) => writer.run('UPDATE model_versions SET removed_at_ms = 5'));
    // The removed version still names the file, so that what refers to it can be explained.
    expect(handlers['runs.trash']({})).toMatchObject({ runs: 1, freeableBytes: 0 });
  });

  it('leaves alone what is taken out of it while others are purged', async () => {
    const many = Array.from({ length: 150 }, (_, index) => String(index).padStart(32, '0'));
    const { handlers, kinds } = openWith(...many.map((run) => ({ id: run })));
    handlers['runs.delete']({ runs: many });
    let isRestored = false;
    const progress = () => {
      if (!isRestored) handlers['runs.restore']({ runs: [many[120]!] });
      isRestored = true;
    };
    const { purged } = await handlers['runs.purge']({}, { ...callContext(), progress });
    expect(purged).toBe(149);
    expect(handlers['runs.get']({ run: many[120]! })).toMatchObject({ isDeleted: false });
    expect(kinds()).toEqual(['runs.deleted', 'runs.purged', 'run.restored', 'runs.purged']);
  });

  it('asks every table that names stored files', () => {
    const { reader } = openTestProject().store;
    const named = reader.values<string>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%REFERENCES objects%' ORDER BY name",
    );
    expect(named).toEqual([
      'drift_reports',
      'evaluations',
      'model_versions',
      'run_artifacts',
      'stored_files',
    ]);
    const ofRuns = reader.values<string>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%REFERENCES runs%' ORDER BY name",
    );
    // What `removeRuns` empties.
    expect(ofRuns).toEqual([
      ...['evaluations', 'run_artifacts', 'run_datasets', 'run_metric_summaries', 'run_metrics'],
      ...['run_models', 'run_parameters', 'run_tags'],
    ]);
  });
});
