import type { Page } from 'playwright-core';
import type { CommandInput, CommandName, CommandOutput } from '../../src/shared/contract/index.ts';
import { type ErrorData, fromErrorData } from '../../src/shared/errors.ts';
import type { EngineMessage, WindowBridge } from '../../src/shared/protocol.ts';

/** Sends a command the way the window's own code does: over the bridge, through the main process, to the engine. */
export const callOverBridge = async <Name extends CommandName>(
  page: Page,
  command: Name,
  input: CommandInput<Name>,
  project?: string,
): Promise<CommandOutput<Name>> => {
  const message = await page.evaluate(
    ({ command, input, project }) =>
      new Promise<{ output?: unknown; error?: ErrorData }>((resolve) => {
        const bridge = (window as unknown as { modelyard: WindowBridge }).modelyard;
        const id = `test-${Math.random().toString(36).slice(2)}`;
        const stop = bridge.onMessage((answer: EngineMessage) => {
          if (!('id' in answer) || answer.id !== id || answer.kind === 'progress') return;
          stop();
          resolve(answer.kind === 'error' ? { error: answer.error } : { output: answer.output });
        });
        bridge.send({ kind: 'call', id, command, input, ...(project === undefined ? {} : { project }) });
      }),
    { command: command as string, input: input as unknown, project },
  );
  if (message.error !== undefined) throw fromErrorData(message.error);
  return message.output as CommandOutput<Name>;
};

/** Follows a job to its end; an end that is no success fails the test with the job's own words. */
export const finishJob = async (page: Page, project: string, jobId: string) => {
  const job = await callOverBridge(page, 'jobs.wait', { job: jobId }, project);
  if (job.state !== 'succeeded') throw new Error(`${job.title}: ${job.state}, ${job.error?.message ?? ''}`);
  return job;
};
