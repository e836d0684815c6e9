import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RowSplit } from '../../../src/engine/core/learning/split.ts';
import { ensurePython } from '../../support/python.ts';
import { type BenchmarkData, leaves, rounds } from './data-sets.ts';

export type PeerName = 'scikit-learn' | 'lightgbm';
export const peerNames: readonly PeerName[] = ['scikit-learn', 'lightgbm'];

export const peerPackages = [
  'numpy==2.4.6',
  'pandas==3.1.1',
  'scikit-learn==1.9.1',
  'lightgbm==4.7.0',
  'onnxruntime==1.32.0',
];

/** One fit: its time, and for each test row the probability of the positive class, the class index or the value. */
export interface TimedFit {
  readonly milliseconds: number;
  readonly predicted: readonly number[];
}

export interface Peers {
  fit(call: { peer: PeerName; data: BenchmarkData; path: string; split: RowSplit }): Promise<TimedFit>;
  close(): void;
}

const program = fileURLToPath(new URL('./peers.py', import.meta.url));

/** Starts the Python side: the interpreter named by PYTHON, or a virtual environment of our own. */
export async function startPeers(): Promise<Peers> {
  const interpreter = process.env.PYTHON ?? (await ensurePython(peerPackages));
  const child = spawn(interpreter, [program], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async fit({ peer, data, path, split }) {
      const { target, task } = data;
      const rows = { train: [...split.train], test: [...split.test] };
      child.stdin.write(`${JSON.stringify({ peer, path, target, task, rounds, leaves, ...rows })}\n`);
      const line = await lines.next();
      if (line.done) throw new Error(`${peer} ended without an answer; its error stands above.`);
      return JSON.parse(line.value);
    },
    close: () => child.stdin.end(),
  };
}
