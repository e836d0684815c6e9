import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { eventually } from '../../../../test/support/test-jobs.ts';
import { createChildLauncher } from './create-child-launcher.ts';
import { startTimeOf } from './process-identity.ts';
import { killTree } from './process-tree.ts';

const child = fileURLToPath(new URL('../../../../test/fixtures/jobs/child.mjs', import.meta.url));
const launcher = (file = child) =>
  createChildLauncher({
    programs: {
      'job-worker': file,
      'data-worker': file,
      'curve-worker': file,
      'artifact-worker': file,
      serving: file,
      'tracking-server': file,
    },
  });

const launch = (habit: string, workingFolder?: string) => {
  const process = launcher().launch({
    program: 'serving',
    environment: { HABIT: habit },
    ...(workingFolder === undefined ? {} : { workingFolder }),
  });
  onTestFinished(() => void process.stop(0));
  const lines: string[] = [];
  process.onLine((line) => lines.push(line));
  const firstMessage = new Promise<unknown>((resolve) => process.onMessage(resolve));
  return { process, lines, firstMessage };
};

describe('a child process', () => {
  it('finishes, and every line it wrote is there by then', async () => {
    const { process, lines } = launch('finish');
    expect(await process.exited).toMatchObject({ reason: 'finished', code: 0, signal: null });
    expect(lines).toEqual(['a line', 'a rest']);
  });

  it('crashes with its last words', async () => {
    const { process } = launch('crash');
    expect(await process.exited).toEqual({
      reason: 'crashed',
      code: 7,
      signal: null,
      lastWords: 'first words\nlast words',
    });
  });

  it('has crashed when somebody else kills it', async () => {
    const { process: launched } = launch('echo');
    process.kill(launched.pid, 'SIGKILL');
    expect(await launched.exited).toMatchObject({ reason: 'crashed' });
  });

  it('cannot start from a folder that is not there', async () => {
    const { process } = launch('echo', join(temporaryFolder(), 'missing'));
    expect(process.pid).toBe(0);
    expect(await process.exited).toMatchObject({ reason: 'could-not-start', code: null });
    expect(await process.stop()).toMatchObject({ reason: 'could-not-start' });
  });

  it('gets messages in its working folder, and ends when it is asked', async () => {
    const folder = temporaryFolder();
    const { process, firstMessage } = launch('echo', folder);
    process.send({ hello: 'child' });
    expect(await firstMessage).toEqual({ message: { hello: 'child' }, folder });
    expect(await process.stop()).toMatchObject({ reason: 'stopped', code: 0 });
    expect(await process.stop()).toMatchObject({ reason: 'stopped' });
    process.send('too late');
  });

  it.skipIf(process.platform === 'win32')(
    'is killed with all it has started when it does not listen',
    async () => {
      const { process, firstMessage } = launch('deaf');
      const deeper = ((await firstMessage) as { pid: number }).pid;
      expect(startTimeOf(deeper)).not.toBeNull();
      expect(await process.stop(50)).toMatchObject({ reason: 'killed' });
      await eventually('it has ended', () => startTimeOf(deeper) === null);
    },
  );
});

describe('the identity of a process', () => {
  it('stays the same while it lives, and is none after', async () => {
    const { process: launched, firstMessage } = launch('echo');
    launched.send('are you there');
    await firstMessage;
    const startedAt = startTimeOf(launched.pid);
    expect(startedAt).not.toBeNull();
    expect(startTimeOf(launched.pid)).toBe(startedAt);
    expect(startTimeOf(process.pid)).not.toBe(startedAt);
    await launched.stop();
    await eventually('it has ended', () => startTimeOf(launched.pid) === null);
  });

  it('is asked before a stray is ended', async () => {
    const { process: launched, firstMessage } = launch('echo');
    launched.send('are you there');
    await firstMessage;
    const startedAt = startTimeOf(launched.pid)!;
    expect(await launcher().endStray({ pid: launched.pid, startedAt: `${startedAt}0` })).toBe(false);
    expect(startTimeOf(launched.pid)).toBe(startedAt);
    expect(await launcher().endStray({ pid: launched.pid, startedAt })).toBe(true);
    expect(await launched.exited).toMatchObject({ signal: 'SIGKILL' });
    expect(await launcher().endStray({ pid: launched.pid, startedAt })).toBe(false);
  });

  it('exists for no number that means more than one process', () => {
    for (const pid of [0, 1, -1, Number.NaN]) {
      expect(startTimeOf(pid)).toBeNull();
      killTree(pid);
    }
  });
});
