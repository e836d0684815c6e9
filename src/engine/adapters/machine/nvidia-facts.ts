import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import type { MachineFacts } from '../../ports/machine.ts';

/** A driver that hangs keeps nothing waiting for longer. */
const limitMs = 3000;
const maxOutputBytes = 1024 * 1024;

/** Null where there is no such program, or it fails or takes too long. A process that cannot be killed is left behind. */
const ask = (...words: string[]): Promise<string | null> =>
  new Promise((resolve) => {
    const settle = setTimeout(() => resolve(null), limitMs + 200);
    settle.unref();
    // Windows looks into the current folder first, which may be anybody's.
    const options = {
      cwd: dirname(process.execPath),
      timeout: limitMs,
      killSignal: 'SIGKILL' as const,
      maxBuffer: maxOutputBytes,
      windowsHide: true,
    };
    const child = execFile('nvidia-smi', words, options, (error, stdout) => {
      clearTimeout(settle);
      resolve(error === null ? stdout : null);
    });
    child.unref();
  });

interface Card {
  readonly name: string;
  /** Null where the driver does not say it. */
  readonly memoryMiB: number | null;
  readonly driver: string;
}

const cardsIn = (table: string): Card[] =>
  table
    .split('\n')
    .map((line) => line.split(',').map((cell) => cell.trim()))
    .flatMap(([name = '', memory = '', driver = '']) => {
      if (name === '' || driver === '') return [];
      const memoryMiB = Number(memory);
      return [{ name, driver, memoryMiB: memory !== '' && Number.isFinite(memoryMiB) ? memoryMiB : null }];
    });

/** `2 × A, B`: what is there several times is named once. */
const counted = (texts: readonly string[]): string =>
  [...new Set(texts)]
    .map((text) => {
      const count = texts.filter((each) => each === text).length;
      return count === 1 ? text : `${count} × ${text}`;
    })
    .join(', ');

/** What NVIDIA's own program says of GPUs, driver and CUDA; nothing where it is not installed. */
export const nvidiaFacts = async (): Promise<MachineFacts> => {
  const [table, summary] = await Promise.all([
    ask('--query-gpu=name,memory.total,driver_version', '--format=csv,noheader,nounits'),
    ask(),
  ]);
  const cards = cardsIn(table ?? '');
  if (cards.length === 0) return {};
  const memories = cards.flatMap(({ memoryMiB }) =>
    memoryMiB === null ? [] : [`${Math.round(memoryMiB / 1024)} GiB`],
  );
  // Only the table for people says it.
  const cuda = /CUDA Version:\s*([\d.]+)/.exec(summary ?? '')?.[1];
  return {
    gpu: counted(cards.map(({ name }) => name)),
    ...(memories.length > 0 && { 'gpu memory': counted(memories) }),
    'gpu driver': counted([...new Set(cards.map(({ driver }) => driver))]),
    ...(cuda !== undefined && { 'cuda (driver)': cuda }),
  };
};
