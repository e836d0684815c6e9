/**
 * Trains our trees, scikit-learn's HistGradientBoosting and LightGBM side by side, one thread each, and prints two Markdown tables.
 * node test/bench/training/run.ts [--data DIR] [--splits 5] [--repeats 5]; PYTHON names an interpreter that has both.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { splitRows } from '../../../src/engine/core/learning/split.ts';
import type { Table } from '../../../src/engine/core/table.ts';
import { readCsv } from '../../support/read-csv.ts';
import { compareAccuracy, contestants } from './compare-accuracy.ts';
import {
  type BenchmarkData,
  benchmarkData,
  fixtureFolder,
  leaves,
  rounds,
  testFraction,
} from './data-sets.ts';
import { fitOurs } from './our-learner.ts';
import { type Peers, peerNames, startPeers } from './peers.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: fixtureFolder },
    splits: { type: 'string', default: '5' },
    repeats: { type: 'string', default: '5' },
  },
});

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;

const peers = await startPeers();
try {
  const accuracyRows: string[] = [];
  const speedRows: string[] = [];
  for (const data of benchmarkData) {
    const path = pathOf(data.file);
    const table = readCsv(path);
    console.error(`${data.name}: ${options.splits} splits, then ${options.repeats} timed fits each`);
    accuracyRows.push(await accuracyRow({ data, table, path, peers }));
    speedRows.push(await speedRow({ data, table, path, peers }));
  }
  console.log(
    `${rounds} rounds, ${leaves} leaves, defaults otherwise; mean over ${options.splits} random 75/25 splits.\n`,
  );
  console.log('| data | metric | Modelyard | HistGradientBoosting | LightGBM |\n|---|---|--:|--:|--:|');
  console.log(accuracyRows.join('\n'));
  console.log(
    `\nWall time of one fit on one thread, median of ${options.repeats}, run in turn; below 1 is faster than the other.\n`,
  );
  console.log(
    '| data | Modelyard | HistGradientBoosting | LightGBM | of HistGradientBoosting | of LightGBM |\n|---|--:|--:|--:|--:|--:|',
  );
  console.log(speedRows.join('\n'));
} finally {
  peers.close();
}

function pathOf(file: string): string {
  const plain = join(options.data, file);
  return existsSync(plain) ? plain : `${plain}.gz`;
}

interface Contest {
  data: BenchmarkData;
  table: Table;
  path: string;
  peers: Peers;
}

async function accuracyRow({ data, table, path, peers }: Contest): Promise<string> {
  const splitCount = Number(options.splits);
  const means = await compareAccuracy({ data, table, path, peers, splitCount });
  return `| ${[data.name, data.metric, ...contestants.map((each) => means[each].toFixed(4))].join(' | ')} |`;
}

async function speedRow({ data, table, path, peers }: Contest): Promise<string> {
  const split = splitRows({ table, method: { kind: 'random' }, testFraction, seed: 1 });
  const times: number[][] = [[], [], []];
  for (let repeat = 0; repeat < Number(options.repeats); repeat += 1) {
    times[0]!.push((await fitOurs({ table, data, split })).milliseconds);
    for (const [index, peer] of peerNames.entries()) {
      times[index + 1]!.push((await peers.fit({ peer, data, path, split })).milliseconds);
    }
  }
  const [ours, histogram, light] = times.map(median) as [number, number, number];
  const seconds = (ms: number) => `${(ms / 1000).toFixed(3)} s`;
  const ratios = [ours / histogram, ours / light].map((ratio) => ratio.toFixed(2));
  return `| ${[data.name, seconds(ours), seconds(histogram), seconds(light), ...ratios].join(' | ')} |`;
}
