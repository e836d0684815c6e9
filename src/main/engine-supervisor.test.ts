import { resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { EngineState } from '../shared/protocol.ts';
import { createEngineSupervisor } from './engine-supervisor.ts';
import { forkWithNode } from './fork-with-node.ts';

const program = resolve(import.meta.dirname, '..', '..', 'test', 'fixtures', 'engine-double.mjs');

const supervise = ({
  behaviour = (_fork: number): string => 'answers',
  openFolders = [] as string[],
} = {}) => {
  const states: EngineState[] = [];
  const waiting: { state: string; resolve: () => void }[] = [];
  let forks = 0;
  const supervisor = createEngineSupervisor({
    fork: () => {
      forks += 1;
      const environment = { ...process.env, ENGINE_DOUBLE: behaviour(forks) };
      return forkWithNode({ program, execPath: process.execPath, environment });
    },
    onState: (state) => {
      states.push(state);
      for (const wait of waiting.filter((one) => one.state === state.state)) wait.resolve();
    },
    onEvent: () => {},
    openFolders: () => openFolders,
    rules: { firstDelayMs: 1, longestDelayMs: 4 },
  });
  onTestFinished(() => supervisor.stop());
  return {
    supervisor,
    states,
    forks: () => forks,
    reached: (state: EngineState['state']) =>
      new Promise<void>((settle) => waiting.push({ state, resolve: settle })),
  };
};

const ask = (supervised: ReturnType<typeof supervise>, command: string) =>
  supervised.supervisor.call({ command, input: { text: 'ünicode' } }).answer;

describe('the supervisor of the engine', () => {
  it('lets calls wait until the engine is ready', async () => {
    const supervised = supervise();
    const early = ask(supervised, 'first');
    supervised.supervisor.start();
    expect(await early).toMatchObject({ command: 'first', input: { text: 'ünicode' } });
  });

  it('fails what was under way when the engine dies, and starts it again', async () => {
    const supervised = supervise();
    supervised.supervisor.start();
    const before = (await ask(supervised, 'who')) as { pid: number };
    const underWay = expect(ask(supervised, 'hang')).rejects.toMatchObject({ code: 'unavailable' });
    const ready = supervised.reached('ready');
    await expect(ask(supervised, 'die')).rejects.toMatchObject({ code: 'unavailable' });
    await underWay;
    expect(supervised.supervisor.state).toMatchObject({ state: 'restarting', restarts: 1 });
    expect(supervised.supervisor.state.reason).toContain('code 7');
    await ready;
    const after = (await ask(supervised, 'who')) as { pid: number };
    expect(after.pid).not.toBe(before.pid);
  });

  it('opens the projects again before it says that it is ready', async () => {
    const supervised = supervise({ openFolders: ['/one', '/two'] });
    const ready = supervised.reached('ready');
    supervised.supervisor.start();
    await ready;
    expect(await ask(supervised, 'next')).toMatchObject({ seen: ['projects.open', 'projects.open', 'next'] });
    expect(supervised.states.map(({ state }) => state)).toEqual(['ready']);
  });

  it('gives up after five quick failures, says why, and can be asked to try anew', async () => {
    const supervised = supervise({ behaviour: (fork) => (fork <= 5 ? 'dies-at-once' : 'answers') });
    const failed = supervised.reached('failed');
    const early = expect(ask(supervised, 'first')).rejects.toMatchObject({ code: 'unavailable' });
    supervised.supervisor.start();
    await failed;
    await early;
    expect(supervised.forks()).toBe(5);
    expect(supervised.states.map(({ state }) => state)).toEqual([
      ...Array.from({ length: 4 }, () => 'restarting'),
      'failed',
    ]);
    expect(supervised.supervisor.state.reason).toContain('code 3');
    await expect(ask(supervised, 'late')).rejects.toMatchObject({ code: 'unavailable' });
    supervised.supervisor.retry();
    expect(await ask(supervised, 'again')).toMatchObject({ command: 'again' });
  });

  it('says at once when the engine cannot be started at all', async () => {
    const states: EngineState[] = [];
    const supervisor = createEngineSupervisor({
      fork: () => {
        throw new Error('Too old.');
      },
      onState: (state) => states.push(state),
      onEvent: () => {},
      openFolders: () => [],
    });
    supervisor.start();
    expect(states).toMatchObject([{ state: 'failed', reason: 'Too old.' }]);
    await expect(supervisor.call({ command: 'x', input: {} }).answer).rejects.toMatchObject({
      message: 'Too old.',
    });
  });
});
