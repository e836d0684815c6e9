import type { Reader } from '../../ports/store-handles.ts';
import type { Clock } from '../../ports/surroundings.ts';
import {
  type KeyInUse,
  type KeyKind,
  type KeyScope,
  keyCounts,
  keysInUse,
  kindOfParameter,
} from '../../store/run-keys.ts';

/** Counts are at most this old; names are always those of now. */
const countedForMs = 10_000;
/** How long the engine counts before others are answered. */
const turnMs = 15;

type Counts = ReadonlyMap<number, number>;

/** Keys with how many runs have them. Counting goes through every value, so it is done in turns, and not at each new point. */
export const createKeyCounts = ({ reader, clock }: { reader: Reader; clock: Clock }) => {
  const counted = new Map<string, { atMs: number; counts: Promise<Counts> }>();

  const count = async (kind: KeyKind, keys: readonly KeyInUse[], scope: KeyScope): Promise<Counts> => {
    const counts = new Map<number, number>();
    let turnEndsAt = performance.now() + turnMs;
    for (const [key, runs] of keyCounts(reader, kind, { ...scope, keys })) {
      counts.set(key, runs);
      if (performance.now() < turnEndsAt) continue;
      await new Promise((resolve) => setImmediate(resolve));
      turnEndsAt = performance.now() + turnMs;
    }
    return counts;
  };

  const countsOf = (kind: KeyKind, keys: readonly KeyInUse[], scope: KeyScope): Promise<Counts> => {
    const name = JSON.stringify([kind, scope]);
    const nowMs = clock.nowMs();
    const known = counted.get(name);
    const isUsable = known !== undefined && nowMs - known.atMs < countedForMs;
    if (isUsable) return known.counts;
    const counts = count(kind, keys, scope);
    counted.set(name, { atMs: nowMs, counts });
    // What failed is tried again when it is asked for again.
    counts.catch(() => counted.delete(name));
    return counts;
  };

  return async ({ counts: isCounted, ...scope }: KeyScope & { counts: boolean }) => {
    const withCounts = async (kind: KeyKind) => {
      const keys = keysInUse(reader, kind, scope);
      const counts = isCounted ? await countsOf(kind, keys, scope) : undefined;
      // A key that came after the counting has at least the run that brought it.
      return keys.map(({ number, name }) => ({
        number,
        name,
        runs: counts === undefined ? null : (counts.get(number) ?? 1),
      }));
    };
    const [parameters, metrics, tags] = [
      await withCounts('parameter'),
      await withCounts('metric'),
      await withCounts('tag'),
    ];
    const plain = ({ name, runs }: { name: string; runs: number | null }) => ({ name, runs });
    return {
      parameters: parameters.map((key) => ({ ...plain(key), kind: kindOfParameter(reader, key.number) })),
      metrics: metrics.map(plain),
      tags: tags.map(plain),
    };
  };
};
