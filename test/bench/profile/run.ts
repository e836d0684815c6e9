// How long a file of 1,000,000 rows × 20 columns takes to be profiled, beside pandas: npm run bench -- profile [ROWS [REPETITIONS]]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDuckDbTableReader } from '../../../src/engine/adapters/duckdb/duckdb-table-reader.ts';
import { ensurePython } from '../../support/python.ts';
import { makeFile } from './make-file.ts';

const rows = Number(process.argv[2] ?? 1_000_000);
const repetitions = Number(process.argv[3] ?? 3);

const median = (values: number[]): number =>
  values.sort((left, right) => left - right)[Math.floor(values.length / 2)]!;

/** Wall time says how it feels; processor time of all threads is worth comparing on a machine that does other things too. */
interface Times {
  readonly wall: number;
  readonly processor: number;
}

const timed = async <Result>(work: () => Promise<Result>): Promise<Times & { result: Result }> => {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { wall: (performance.now() - startedAt) / 1000, processor: (user + system) / 1e6, result };
};

/** A new reader each time, so that nothing is in memory from before. */
const ours = async (path: string): Promise<Record<'sniff' | 'profile' | 'load', Times>> => {
  const reader = createDuckDbTableReader();
  try {
    const sniff = await timed(() => reader.sniff({ path }));
    const profile = await timed(() => reader.profile(sniff.result));
    const columns = sniff.result.columns.map(({ name, type }) => ({
      name,
      as: type === 'text' ? ('category' as const) : ('number' as const),
    }));
    const load = await timed(() => reader.loadTable({ source: sniff.result, columns }));
    return { sniff, profile, load };
  } finally {
    reader.close();
  }
};

const pandas = async (path: string): Promise<Times> => {
  const python = await ensurePython(['numpy==2.4.6', 'pandas==3.1.1']);
  const script = fileURLToPath(new URL('describe.py', import.meta.url));
  const { status, stdout, stderr } = spawnSync(python, [script, path], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const [wall = 0, processor = 0] = stdout.trim().split(' ').map(Number);
  return { wall, processor };
};

const folder = mkdtempSync(join(tmpdir(), 'modelyard-bench-'));
try {
  const path = join(folder, 'million.csv');
  await makeFile(path, rows);
  const runs: Record<string, Times[]> = { sniff: [], profile: [], load: [], pandas: [] };
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const all = { ...(await ours(path)), pandas: await pandas(path) };
    for (const [name, times] of Object.entries(all)) runs[name]!.push(times);
  }
  const middle = (name: string, kind: keyof Times): number => median(runs[name]!.map((times) => times[kind]));
  const megabytes = (statSync(path).size / 1e6).toFixed(0);
  const size = `${rows.toLocaleString('en')} rows × 20 columns, ${megabytes} MB of CSV`;
  console.log(`${size}, ${availableParallelism()} cores, median of ${repetitions}`);
  for (const name of Object.keys(runs)) {
    const times = `${middle(name, 'wall').toFixed(2)} s, processor ${middle(name, 'processor').toFixed(2)} s`;
    console.log(`${name.padEnd(8)} ${times}`);
  }
  const ratio = (kind: keyof Times): string => (middle('profile', kind) / middle('pandas', kind)).toFixed(2);
  console.log(
    `a profile takes ${ratio('wall')} of pandas’ time, ${ratio('processor')} of its processor time`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
