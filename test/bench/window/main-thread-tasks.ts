import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright-core';

export interface Task {
  /** From its start to its end, as a person waits for it; longer when other programs take the processor meanwhile. */
  readonly wallMs: number;
  /** What the thread itself worked, which is worth comparing on a machine that does other things too. */
  readonly processorMs: number;
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Records Chromium's trace while `work` is under way; answers every task that the windows' main threads ran. */
export const tasksDuring = async (
  application: ElectronApplication,
  work: () => Promise<void>,
): Promise<Task[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'modelyard-trace-'));
  const file = join(folder, 'trace.json');
  try {
    await application.evaluate(({ contentTracing }) =>
      contentTracing.startRecording({ included_categories: ['toplevel'], excluded_categories: ['*'] }),
    );
    await work();
    await application.evaluate(({ contentTracing }, path) => contentTracing.stopRecording(path), file);
    const { traceEvents } = JSON.parse(readFileSync(file, 'utf8')) as { traceEvents: TraceEvent[] };
    return mainThreadTasks(traceEvents);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;

const mainThreadTasks = (events: readonly TraceEvent[]): Task[] => {
  const isMainThread = ({ name, args }: TraceEvent) =>
    name === 'thread_name' && args?.name === 'CrRendererMain';
  const threads = new Set(events.filter(isMainThread).map(threadOf));
  return events
    .filter((event) => event.name.endsWith('RunTask') && threads.has(threadOf(event)))
    .map(({ dur = 0, tdur = 0 }) => ({ wallMs: dur / 1000, processorMs: tdur / 1000 }));
};
