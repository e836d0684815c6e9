import { expect, it } from 'vitest';
import type { RunStatus } from '../run.ts';
import { type MachineMark, machineMarkOf, machineMarkText } from './machine-marks.ts';

/** Without no-break spaces. */
const textOf = (mark: MachineMark, status: RunStatus) =>
  machineMarkText(mark, status).replaceAll('\u00a0', ' ');

const seconds = [0, 1, 2, 3, 4, 5].map((second) => second * 1000);

it('says that memory was full when a run failed, and only then that this was why', () => {
  const full = machineMarkOf('system/gpu_0_memory_usage_percentage', {
    x: seconds,
    y: [50, 60, 80, 96, 99, 99],
  })!;
  expect(textOf(full, 'failed')).toBe(
    'GPU 0 memory usage was at 95 % or more: 1 time, 2 s in all, 40 % of the time that was recorded. It was so when the run failed: it has probably run out of memory.',
  );
  expect(textOf(full, 'finished')).not.toContain('run out');
  const freed = machineMarkOf('system/gpu_0_memory_usage_percentage', {
    x: seconds,
    y: [96, 99, 99, 10, 10, 10],
  })!;
  expect(textOf(freed, 'failed')).not.toContain('run out');
});

it('counts how long a GPU idled, and watches nothing else', () => {
  const idle = machineMarkOf('system/gpu_0_utilization_percentage', { x: seconds, y: [90, 0, 0, 90, 0, 0] })!;
  expect(textOf(idle, 'killed')).toBe(
    'GPU 0 utilization was below 5 %: 2 times, 2 s in all, 40 % of the time that was recorded.',
  );
  expect(machineMarkOf('system/cpu_utilization_percentage', { x: seconds, y: seconds })).toBeNull();
  const busy = machineMarkOf('system/gpu_0_utilization_percentage', {
    x: seconds,
    y: [90, 90, 80, 70, 90, 99],
  })!;
  expect(textOf(busy, 'finished')).toBe('GPU 0 utilization was never below 5 %.');
});
