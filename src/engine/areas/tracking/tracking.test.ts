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
