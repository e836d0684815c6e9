import { describe, expect, it } from 'vitest';
import { openTestProject } from '../../../../test/support/project-services.ts';
import { addRun, type GivenRun } from '../../../../test/support/run-store.ts';
import { logPoints } from '../../store/run-metrics.ts';
import { insertArtifact } from '../../store/runs.ts';
import { createTrackingArea } from './create-tracking-area.ts';

const id = (digit: number): string => String(digit).repeat(32);

const openWith = (...given: GivenRun[]) => {
  const services = openTestProject();
  for (const run of given) addRun(services.store, run);
  return { services, handlers: createTrackingArea(services).handlers };
};

const list = { offset: 0, limit: 100, deleted: false };

const refused = (code: string) => expect.objectContaining({ code });

describe('a list of runs', () => {
  it('is filtered and ordered, with the goals of the metrics there are', () => {
    const { handlers } = openWith(
      { id: id(1), metrics: { roc_auc: 0.75, oddity: 1 } },
      { id: id(2), metrics: { roc_auc: 0.5 }, experiment: 'other' },
    );
    const listed = handlers['runs.list']({
      ...list,
      filter: 'metrics.roc_auc > 0.1',
      orderBy: { key: 'metrics.roc_auc', descending: false },
    });
    expect(listed.runs.map((run) => run.id)).toEqual([id(2), id(1)]);
    expect(listed.keys.metrics).toEqual(['oddity', 'roc_auc']);
    expect(listed.goals).toEqual({ oddity: null, roc_auc: 'maximize' });
    expect(handlers['runs.list']({ ...list, experiment: 'other' }).total).toBe(1);
    expect(handlers['experiments.list']().map(({ name, runCount }) => [name, runCount])).toEqual([
      ['Default', 1],
      ['other', 1],
    ]);
  });

  it('says where a filter cannot be understood', () => {
    const { handlers } = openWith();
    expect(() => handlers['runs.list']({ ...list, filter: 'metrics.auc >' })).toThrow(
      expect.objectContaining({
        code: 'invalid-input',
        details: { position: 13, end: 13, fix: undefined, filter: 'metrics.auc >' },
      }),
    );
  });
});

describe('a history', () => {
  it('is thinned to what was asked for, and says how much there was', () => {
    const { services, handlers } = openWith({ id: id(1) });
    const points = Array.from({ length: 500 }, (_, step) => ({
      key: 'loss',
      step,
      timestampMs: step,
      value: step === 250 ? 99 : 1,
    }));
    services.store.write((writer) => logPoints(writer, id(1), points));
    const [series] = handlers['runs.history']({ runs: [id(1)], maxPoints: 50 });
    expect(series).toMatchObject({ key: 'loss', totalPoints: 500 });
    expect(series!.points.length).toBeLessThanOrEqual(50);
    expect(series!.points).toContainEqual({ step: 250, value: 99, timestampMs: 250 });
    expect(handlers['runs.history']({ runs: [id(1)], keys: ['nothing'], maxPoints: 50 })).toMatchObject([
      { points: [], totalPoints: 0 },
    ]);
  });
});

describe('a change', () => {
  it('reaches all runs that are named, or none', () => {
    const { handlers } = openWith({ id: id(1) }, { id: id(2), tags: { old: '1' } });
    handlers['runs.update']({ runs: [id(1), id(2)], note: 'seen', tags: { team: 'red', old: null } });
    for (const run of [id(1), id(2)])
      expect(handlers['runs.get']({ run })).toMatchObject({ note: 'seen', tags: { team: 'red' } });
    expect(() => handlers['runs.update']({ runs: [id(1), id(3)], note: 'lost' })).toThrow(
      refused('not-found'),
    );
    expect(() => handlers['runs.update']({ runs: [id(1), id(2)], name: 'both' })).toThrow(
      refused('invalid-input'),
    );
    handlers['runs.update']({ runs: [id(1)], name: 'first' });
    expect(handlers['runs.get']({ run: 'first' })).toMatchObject({ id: id(1), note: 'seen' });
  });

  it('to the trash and back counts what really moved, and is kept in the event log', () => {
    const { services, handlers } = openWith({ id: id(1) }, { id: id(2) });
    expect(handlers['runs.delete']({ runs: [id(1), id(2)] })).toEqual({ deleted: 2 });
    expect(handlers['runs.delete']({ runs: [id(1)] })).toEqual({ deleted: 0 });
    expect(handlers['runs.get']({ run: id(1) }).isDeleted).toBe(true);
    expect(handlers['runs.list']({ ...list, deleted: true }).total).toBe(2);
    expect(handlers['runs.restore']({ runs: [id(1)] })).toEqual({ restored: 1 });
    expect(handlers['runs.list'](list).runs.map((run) => run.id)).toEqual([id(1)]);
    const kinds = services.store.reader.all<{ kind: string }>('SELECT kind FROM events ORDER BY id');
    expect(kinds.map(({ kind }) => kind)).toEqual(['run.deleted', 'run.deleted', 'run.restored']);
  });
});

describe('an artifact', () => {
  const openWithFile = async (content: string | Uint8Array) => {
    const { services, handlers } = openWith({ id: id(1) });
    const object = await services.objects.put(Buffer.from(content));
    services.store.write((writer) => insertArtifact(writer, id(1), { path: 'notes.txt', ...object }));
    return (maxBytes: number) => handlers['runs.readArtifact']({ run: id(1), path: 'notes.txt', maxBytes });
  };

  it('is read to where it was asked, and never through the middle of a character', async () => {
    const read = await openWithFile('aé数');
    expect(await read(100)).toEqual({ text: 'aé数', sizeBytes: 6, isTruncated: false });
    expect(await read(6)).toMatchObject({ text: 'aé数', isTruncated: false });
    expect(await read(5)).toEqual({ text: 'aé', sizeBytes: 6, isTruncated: true });
    expect(await read(2)).toMatchObject({ text: 'a', isTruncated: true });
  });

  it('that is no text is not shown as one', async () => {
    const read = await openWithFile(Uint8Array.of(80, 75, 0, 1));
    expect(await read(100)).toEqual({ text: null, sizeBytes: 4, isTruncated: false });
  });

  it('may be empty', async () => {
    const read = await openWithFile('');
    expect(await read(100)).toEqual({ text: '', sizeBytes: 0, isTruncated: false });
  });
});
