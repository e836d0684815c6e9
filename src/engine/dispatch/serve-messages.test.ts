import { expect, it } from 'vitest';
import { silentLogger } from '../../../test/support/open-test-store.ts';
import { EngineError } from '../../shared/errors.ts';
import type { EngineMessage } from '../../shared/protocol.ts';
import type { CallOptions } from './run-handler.ts';
import { serveMessages } from './serve-messages.ts';

const call = (id: string, command: string) => ({ kind: 'call', id, command, input: {} });

const started = () => {
  const begun: string[] = [];
  const sent: EngineMessage[] = [];
  const server = serveMessages({
    target: {
      call: async (command, _project, _input, options?: CallOptions) => {
        if (options?.signal?.aborted) throw new EngineError('cancelled', 'Cancelled.');
        begun.push(command);
        return command;
      },
      subscribe: () => () => undefined,
    },
    send: (message) => sent.push(message),
    logger: silentLogger,
  });
  return { server, begun, sent };
};

it('answers calls in the order in which they came', async () => {
  const { server, begun, sent } = started();
  for (const name of ['first', 'second', 'third']) server.receive(call(name, name));
  await expect.poll(() => sent.length).toBe(3);
  expect(begun).toEqual(['first', 'second', 'third']);
  expect(sent.map((message) => message.kind === 'result' && message.id)).toEqual(begun);
});

it('does not begin what was taken back by a message that is here already', async () => {
  const { server, begun, sent } = started();
  server.receive(call('1', 'stale'));
  server.receive({ kind: 'cancel', id: '1' });
  server.receive(call('2', 'wanted'));
  await expect.poll(() => sent.length).toBe(2);
  expect(begun).toEqual(['wanted']);
  expect(sent[0]).toMatchObject({ kind: 'error', id: '1', error: { code: 'cancelled' } });
});
