/**
 * Serves the same ONNX file with our program and with FastAPI, and prints a Markdown table of both.
 * node test/bench/serving/run.ts [--seconds 3] [--repeats 3]; PYTHON names an interpreter that has fastapi, uvicorn, onnxruntime and numpy.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exampleRecord } from '../../../src/shared/model/example-request.ts';
import { buildServingProgram } from '../../support/built-serving.ts';
import { writeChurnBundle } from './churn-bundle.ts';
import { generateLoad, type LoadResult } from './generate-load.ts';
import { type BenchmarkedServer, startFastApi, startOurs } from './servers.ts';

const { values: options } = parseArgs({
  options: { seconds: { type: 'string', default: '3' }, repeats: { type: 'string', default: '3' } },
});
const seconds = Number(options.seconds);
const folder = await mkdtemp(join(tmpdir(), 'modelyard-bench-'));
const bundle = join(folder, 'bundle');
const signature = await writeChurnBundle(bundle);
const program = await buildServingProgram();

const contestants: Record<string, () => Promise<BenchmarkedServer>> = {
  Modelyard: () => startOurs(program, bundle),
  'Modelyard, logging every prediction': () => startOurs(program, bundle, join(folder, 'log')),
  'FastAPI, uvicorn, onnxruntime': () => startFastApi(bundle),
};
const loads = [
  { connections: 1, rows: 1 },
  { connections: 16, rows: 1 },
  { connections: 16, rows: 100 },
];
const results = new Map<string, LoadResult[]>();
const keyOf = (name: string, { connections, rows }: (typeof loads)[number]) =>
  `${name} | ${connections} | ${rows}`;

// In turn, so that whatever else the machine does falls on all alike.
for (let repeat = 1; repeat <= Number(options.repeats); repeat += 1) {
  for (const [name, start] of Object.entries(contestants)) {
    console.error(`${repeat}: ${name}`);
    const server = await start();
    try {
      for (const load of loads) {
        const result = await generateLoad({ ...load, port: server.port, body: bodyOf(load.rows), seconds });
        const key = keyOf(name, load);
        results.set(key, [...(results.get(key) ?? []), result]);
      }
    } finally {
      server.stop();
    }
  }
}
await rm(folder, { recursive: true, force: true });

console.log('| server | connections | rows a request | requests/s | p50 | p99 |\n|---|--:|--:|--:|--:|--:|');
for (const load of loads) {
  for (const name of Object.keys(contestants)) {
    const key = keyOf(name, load);
    const { requestsPerSecond, p50Ms, p99Ms } = medianOf(results.get(key)!);
    const times = [p50Ms, p99Ms].map((value) => `${value.toFixed(2)} ms`);
    console.log(`| ${[key, requestsPerSecond.toFixed(0), ...times].join(' | ')} |`);
  }
}

function bodyOf(rows: number): string {
  const record = exampleRecord(signature);
  return JSON.stringify({ records: Array.from({ length: rows }, () => record) });
}

/** The repeat with the median throughput. */
function medianOf(repeats: readonly LoadResult[]): LoadResult {
  return repeats.toSorted((a, b) => a.requestsPerSecond - b.requestsPerSecond)[repeats.length >> 1]!;
}
