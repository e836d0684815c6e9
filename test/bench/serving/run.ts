/**
 * Serves the same ONNX file with our program and with FastAPI, and prints a Markdown table of both.
 * node test/bench/serving/run.ts [--seconds 5]; PYTHON names an interpreter that has fastapi, uvicorn, onnxruntime and numpy.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exampleRecord } from '../../../src/shared/model/example-request.ts';
import { buildServingProgram } from '../../support/built-serving.ts';
import { writeChurnBundle } from './churn-bundle.ts';
import { generateLoad } from './generate-load.ts';
import { type BenchmarkedServer, startFastApi, startOurs } from './servers.ts';

const { values: options } = parseArgs({ options: { seconds: { type: 'string', default: '5' } } });
const folder = await mkdtemp(join(tmpdir(), 'modelyard-bench-'));
const bundle = join(folder, 'bundle');

const signature = await writeChurnBundle(bundle);
const program = await buildServingProgram();
const record = exampleRecord(signature);
const contestants: Record<string, () => Promise<BenchmarkedServer>> = {
  Modelyard: () => startOurs(program, bundle),
  'Modelyard, logging every prediction': () => startOurs(program, bundle, join(folder, 'log')),
  'FastAPI, uvicorn, onnxruntime': () => startFastApi(bundle),
};

console.log('| server | connections | rows a request | requests/s | p50 | p99 |\n|---|--:|--:|--:|--:|--:|');
for (const [name, start] of Object.entries(contestants)) {
  const server = await start();
  try {
    for (const [connections, rows] of [
      [1, 1],
      [16, 1],
      [16, 100],
    ] as const) {
      const body = JSON.stringify({ records: Array.from({ length: rows }, () => record) });
      const result = await generateLoad({
        port: server.port,
        body,
        connections,
        seconds: Number(options.seconds),
      });
      const cells = [
        name,
        connections,
        rows,
        result.requestsPerSecond.toFixed(0),
        ms(result.p50Ms),
        ms(result.p99Ms),
      ];
      console.log(`| ${cells.join(' | ')} |`);
    }
  } finally {
    server.stop();
  }
}
await rm(folder, { recursive: true, force: true });

function ms(value: number): string {
  return `${value.toFixed(2)} ms`;
}
