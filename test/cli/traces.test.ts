import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CommandOutput } from '../../src/shared/contract/index.ts';
import { addressOf, type CommandLine, createCommandLine } from '../support/command-line.ts';
import { anyText, otlpRequest } from '../support/otlp-request.ts';

/** Traces that an exporter sends to `modelyard track`, read by other commands while it serves. */

const folder = mkdtempSync(join(tmpdir(), 'modelyard-traces-'));
const traceHex = (number: number) => `${number}`.padEnd(32, '0');
let modelyard: CommandLine;
let server: ChildProcess;

beforeAll(async () => {
  modelyard = createCommandLine({ folder, userData: join(folder, 'user-data') });
  await modelyard.json('init');
  server = modelyard.start('--json', 'track');
  const address = await addressOf(server);
  for (const number of [1, 2, 3])
    expect(
      await send(address, [
        {
          ...{ traceId: traceHex(number), id: '0000000000000001', name: `answer ${number}` },
          ...{ startMs: number * 1000, endMs: number * 1000 + 300, status: number === 2 ? 2 : 1 },
          attributes: { 'mlflow.spanInputs': anyText('Why?') },
        },
        {
          ...{
            traceId: traceHex(number),
            id: '0000000000000002',
            parentId: '0000000000000001',
            name: 'look up',
          },
          ...{ startMs: number * 1000 + 100, endMs: number * 1000 + 150 },
        },
      ]),
    ).toBe(200);
});
afterAll(async () => {
  server.kill('SIGINT');
  await once(server, 'exit');
  rmSync(folder, { recursive: true, force: true });
});

const send = async (address: string, spans: Parameters<typeof otlpRequest>[0]): Promise<number> => {
  const response = await fetch(`${address}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf', 'x-mlflow-experiment-id': '0' },
    body: new Uint8Array(otlpRequest(spans)),
  });
  return response.status;
};

test('are listed, found and shown as trees', async () => {
  const listed = await modelyard.json<CommandOutput<'traces.list'>>('traces', 'list', '--limit', '2');
  expect([listed.total, listed.traces.map(({ name }) => name)]).toEqual([3, ['answer 3', 'answer 2']]);
  const { stdout } = await modelyard.run(
    'traces',
    'list',
    '--limit',
    '1',
    '--order-by',
    'requested',
    '--ascending',
  );
  expect(stdout).toMatch(/answer 1 +ok +300\sms +2 .*Why\?\n1 to 1 of 3 traces; more with --offset 1/);
  const failed = await modelyard.json<CommandOutput<'traces.list'>>('traces', 'list', '--state', 'error');
  expect(failed.traces.map(({ id }) => id)).toEqual([`tr-${traceHex(2)}`]);
  const before = ['traces', 'list', '--until', '1970-01-01T00:00:01Z', '--text', 'ANSWER'];
  expect((await modelyard.json<CommandOutput<'traces.list'>>(...before)).total).toBe(1);

  const shown = await modelyard.run('traces', 'show', '10000');
  expect(shown.stdout).toMatch(/answer 1 .*\+0\sms +300\sms +250\sms/);
  expect(shown.stdout).toMatch(/\n {2}look up .*\+100\sms +50\sms +50\sms/);
  const span = await modelyard.run('traces', 'show', '10000', '--span', '0000000000000001');
  expect(span.stdout).toContain('Inputs:\nWhy?');
});

test('are refused and deleted by name or by what is found, and never all of them by accident', async () => {
  for (const [wrong, code] of [
    [['show', 'none'], 3],
    [['show', '10000', '--span', 'none'], 3],
    [['list', '--state', 'good'], 2],
    [['list', '--from', 'yesterday'], 2],
    [['list', '--order-by', 'size'], 2],
    [['delete'], 2],
    [['delete', '10000', '--all'], 2],
  ] as const)
    expect((await modelyard.run('traces', ...wrong)).exitCode, wrong.join(' ')).toBe(code);
  expect(await modelyard.json('traces', 'delete', '30000')).toEqual({ deleted: 1 });
  expect(await modelyard.json('traces', 'delete', '--state', 'error')).toEqual({ deleted: 1 });
  expect(await modelyard.json('traces', 'delete', '--all')).toEqual({ deleted: 1 });
  expect((await modelyard.run('traces', 'list')).stdout).toBe('No traces.\n');
});
