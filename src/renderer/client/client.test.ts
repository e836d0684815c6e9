import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../shared/events.ts';
import type { ClientMessage, EngineMessage, EngineState, WindowBridge } from '../../shared/protocol.ts';
import { createClient } from './client.ts';

/** The far end of the wire, played by the test. */
function wire() {
  const sent: ClientMessage[] = [];
  let toWindow: (message: EngineMessage) => void = () => {};
  const stateListeners: ((state: EngineState) => void)[] = [];
  const bridge: WindowBridge = {
    send: (message) => sent.push(message),
    onMessage: (listener) => {
      toWindow = listener;
      return () => {};
    },
    onEngineState: (listener) => {
      stateListeners.push(listener);
      return () => {};
    },
    pathOfDroppedFile: () => '',
    platform: 'linux',
  };
  return {
    bridge,
    sent,
    answer: (message: EngineMessage) => toWindow(message),
    state: (state: EngineState) => {
      for (const listener of stateListeners) listener(state);
    },
  };
}

const idOf = (message: ClientMessage | undefined) => message?.id ?? 'none';

describe('the client', () => {
  it('names the open project for project commands only', () => {
    const { bridge, sent } = wire();
    const { call } = createClient(bridge, () => '/open/project');
    void call('runs.list', {});
    void call('projects.recents', {});
    void call('runs.list', {}, { project: '/other' });
    expect(sent.map((message) => (message.kind === 'call' ? message.project : null))).toEqual([
      '/open/project',
      undefined,
      '/other',
    ]);
  });

  it('gives each of two calls in flight its own answer, and only the cancelled one an error', async () => {
    const { bridge, sent, answer } = wire();
    const { call } = createClient(bridge, () => '/p');
    const stop = new AbortController();
    const first = call('jobs.list', {}, { signal: stop.signal });
    const second = call('jobs.list', {});
    stop.abort();
    expect(sent[2]).toEqual({ kind: 'cancel', id: idOf(sent[0]) });
    answer({ kind: 'result', id: idOf(sent[1]), output: [] });
    answer({ kind: 'error', id: idOf(sent[0]), error: { code: 'cancelled', message: 'Cancelled.' } });
    await expect(second).resolves.toEqual([]);
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('sends nothing for a call that is cancelled before it starts', async () => {
    const { bridge, sent } = wire();
    const { call } = createClient(bridge, () => '/p');
    await expect(call('jobs.list', {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(sent).toEqual([]);
  });

  it('keeps code, message and details of an error, and reports progress', async () => {
    const { bridge, sent, answer } = wire();
    const { call } = createClient(bridge, () => '/p');
    const phases: string[] = [];
    const profile = call(
      'datasets.profile',
      { dataset: 'telco' },
      { onProgress: ({ phase }) => phases.push(phase) },
    );
    const id = idOf(sent[0]);
    answer({ kind: 'progress', id, progress: { phase: 'Reading' } });
    answer({ kind: 'error', id, error: { code: 'not-found', message: 'Gone.', details: { name: 'telco' } } });
    await expect(profile).rejects.toMatchObject({
      code: 'not-found',
      message: 'Gone.',
      details: { name: 'telco' },
    });
    expect(phases).toEqual(['Reading']);
  });

  it('fails what is in flight when the engine goes, and not when it is merely ready', async () => {
    const { bridge, sent, state, answer } = wire();
    const { call } = createClient(bridge, () => '/p');
    const lost = call('jobs.list', {});
    state({ state: 'ready', restarts: 0 });
    const kept = call('jobs.list', {});
    answer({ kind: 'result', id: idOf(sent[1]), output: [] });
    await expect(kept).resolves.toEqual([]);
    state({ state: 'restarting', restarts: 1 });
    await expect(lost).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('hands events to those who still listen', () => {
    const { bridge, answer } = wire();
    const { onEvent } = createClient(bridge, () => '/p');
    const seen: EngineEvent[] = [];
    const stop = onEvent((event) => seen.push(event));
    const event: EngineEvent = { type: 'changed', project: '/p', topic: 'runs', ids: [] };
    answer({ kind: 'event', event });
    stop();
    answer({ kind: 'event', event });
    expect(seen).toEqual([event]);
  });
});
