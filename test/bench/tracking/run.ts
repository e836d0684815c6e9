/**
 * The real `mlflow server` and ours, side by side: writing, reading 10,000 runs, and how ours grows. Prints Markdown tables.
 * node test/bench/tracking/run.ts [--seconds 5] [--repeats 5] [--readings 25] [--runs 10000] [--points 100000] [--models 1000] [--only mlflow|modelyard|growth]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startOurServer } from '../../interop/mlflow/our-server.ts';
import { startMlflowServer, type TrackingServer } from '../../support/mlflow-server.ts';
import { fillMlflow } from './fill-mlflow.ts';
import { fillThroughApi } from './fill-through-api.ts';
import type { FixtureSize } from './fixture.ts';
import { growths, measureGrowth } from './growth.ts';
import { measureReadings, readings } from './reading.ts';
import { median } from './workload.ts';
import { logBatch, logConcurrently, logFromPython, logMetric } from './writing.ts';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    repeats: { type: 'string', default: '5' },
    readings: { type: 'string', default: '25' },
    runs: { type: 'string', default: '10000' },
    points: { type: 'string', default: '100000' },
    models: { type: 'string', default: '1000' },
    only: { type: 'string' },
  },
});
const seconds = Number(options.seconds);
const repeats = Number(options.repeats);
const size: FixtureSize = {
  runs: Number(options.runs),
  points: Number(options.points),
  models: Number(options.models),
};

interface Contestant {
  readonly name: 'mlflow' | 'modelyard';
  /** Answers a server that holds the fixture. */
  start(folder: string): Promise<TrackingServer>;
}

const contestants: readonly Contestant[] = [
  {
    name: 'mlflow',
    async start(folder) {
      const empty = await startMlflowServer({ folder });
      await empty.stop();
      fillMlflow(folder, size);
      return startMlflowServer({ folder, size: 'as-shipped' });
    },
  },
  {
    name: 'modelyard',
    async start(folder) {
      const server = await startOurServer({ folder });
      await fillThroughApi(server, size);
      return server;
    },
  },
];

const writings = [
  { name: 'raw log-metric, 1 connection', unit: 'calls/s', measure: logMetric },
  { name: 'raw log-batch of 1,000 metrics, 1 connection', unit: 'calls/s', measure: logBatch },
  { name: 'Python client, log_metric', unit: 'calls/s', measure: logFromPython },
  { name: 'raw log-metric, 20 connections', unit: 'calls/s', measure: logConcurrently },
];

const folder = await mkdtemp(join(tmpdir(), 'modelyard-bench-'));
const chosen = contestants.filter(({ name }) => options.only === undefined || options.only === name);
const written = new Map<string, number[][]>();
const read = new Map<string, number[]>();
const servers: TrackingServer[] = [];

try {
  if (options.only === 'growth') servers.push(await startOurServer({ folder: join(folder, 'modelyard') }));
  else await compare();
  const ours = servers.find(({ name }) => name === 'modelyard');
  if (ours) await printGrowth(ours);
} finally {
  for (const server of servers) await server.stop();
  await rm(folder, { recursive: true, force: true });
}

async function compare(): Promise<void> {
  for (const { name, start } of chosen) {
    console.error(`fixture: ${name}`);
    servers.push(await start(join(folder, name)));
  }
  // Readings first: they see the fixture and nothing else.
  for (const server of servers) {
    console.error(`reading: ${server.name}`);
    read.set(
      server.name,
      await measureReadings(server, { repeats: Number(options.readings), points: size.points }),
    );
  }
  // In turn, so that whatever else the machine does falls on both alike.
  for (let repeat = 1; repeat <= repeats; repeat += 1) {
    for (const server of servers) {
      console.error(`writing ${repeat}: ${server.name}`);
      const rates: number[] = [];
      for (const { measure } of writings) rates.push(await measure(server, seconds));
      written.set(server.name, [...(written.get(server.name) ?? []), rates]);
    }
  }
  printComparison();
}

function printComparison(): void {
  const names = servers.map(({ name }) => name);
  const hasBoth = names.length === 2;
  const row = (
    what: string,
    unit: string,
    values: number[],
    ratio: (theirs: number, ours: number) => number,
  ) => {
    const cells = values.map((value) => `${formatNumber(value)} ${unit}`);
    if (hasBoth) cells.push(`${formatNumber(ratio(values[0]!, values[1]!))} ×`);
    console.log(`| ${[what, ...cells].join(' | ')} |`);
  };
  const header = ['', ...names, ...(hasBoth ? ['ratio'] : [])];
  console.log(`| ${header.join(' | ')} |\n|---|${'--:|'.repeat(header.length - 1)}`);
  writings.forEach(({ name, unit }, index) => {
    const values = names.map((server) => median(written.get(server)!.map((rates) => rates[index]!)));
    row(name, unit, values, (theirs, ours) => ours / theirs);
  });
  readings.forEach(({ name }, index) => {
    const values = names.map((server) => read.get(server)![index]!);
    row(name, 'ms', values, (theirs, ours) => theirs / ours);
  });
}

async function printGrowth(server: TrackingServer): Promise<void> {
  for (const growth of growths) {
    console.error(`growth of ${growth.of}: modelyard`);
    console.log(
      `\n| ${growth.of} | ${growth.costs.join(' | ')} |\n|${'--:|'.repeat(growth.costs.length + 1)}`,
    );
    for await (const { size, costsMs } of measureGrowth(server, growth))
      console.log(`| ${[size, ...costsMs.map((cost) => `${formatNumber(cost)} ms`)].join(' | ')} |`);
  }
}

function formatNumber(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
