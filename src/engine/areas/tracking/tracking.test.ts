import { describe, expect, it } from 'vitest';
import { openTestProject } from '../../../../test/support/project-services.ts';
import { addRun, type GivenRun } from '../../../../test/support/run-store.ts';
import { logPoints } from '../../store/run-metrics.ts';
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

it('says how many runs a name can mean', () => {
  const { handlers } = openWith({ id: id(1), name: 'twin' }, { id: id(2), name: 'twin' }, { id: id(3) });
  const read = (run: string) => () => handlers['runs.get']({ run });
  expect(read('twin')).toThrow('“twin” can mean 2 runs');
  expect(read('nobody')).toThrow('There is no run “nobody”');
  expect(read('3333')()).toMatchObject({ id: id(3) });
});
