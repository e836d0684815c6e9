import { z } from 'zod';

/** What a run was made on and with, apart from its code. */
export const runEnvironment = z.object({
  /** Operating system, processor, memory, GPUs, driver, CUDA, Python, by name. */
  machine: z.record(z.string(), z.string()),
  /** Versions by name; null when the run left no list of its packages. */
  packages: z.record(z.string(), z.string()).nullable(),
  /** Who knew the machine: a training of this engine; the tracking server, which takes its clients to be on its own machine; W&B; nobody. */
  recordedBy: z.enum(['training', 'tracking-server', 'wandb', 'nobody']),
});
export type RunEnvironment = z.infer<typeof runEnvironment>;

/** What one looks at first. */
const order = [
  ...['os', 'platform', 'cpu', 'cores', 'memory', 'gpu', 'gpu memory', 'gpu driver', 'cuda (driver)'],
  ...['cuda (packages)', 'python', 'node', 'onnxruntime'],
];

export const machineFactNames = (names: Iterable<string>): string[] =>
  [...new Set(names)].sort((one, other) => placeOf(one) - placeOf(other) || one.localeCompare(other));

const placeOf = (name: string): number => {
  const place = order.indexOf(name);
  return place === -1 ? order.length : place;
};

/** What happened to a package from one run to another; null where it is the same, or one of the two lists none. */
export const packageChange = (
  before: string | null | undefined,
  after: string | null | undefined,
): 'added' | 'removed' | 'changed' | null => {
  const [from, to] = [before ?? null, after ?? null];
  if (from === to) return null;
  if (from === null) return 'added';
  return to === null ? 'removed' : 'changed';
};
