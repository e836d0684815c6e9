import { splitRows } from '../../../src/engine/core/learning/split.ts';
import type { Table } from '../../../src/engine/core/table.ts';
import { type BenchmarkData, testFraction } from './data-sets.ts';
import { fitOurs } from './our-learner.ts';
import { type PeerName, type Peers, peerNames } from './peers.ts';
import { score } from './score.ts';

export type Contestant = 'modelyard' | PeerName;
export const contestants: readonly Contestant[] = ['modelyard', ...peerNames];

/** Mean score of each over the same seeded random splits: seeds 1 to `splitCount`. */
export async function compareAccuracy(call: {
  data: BenchmarkData;
  table: Table;
  path: string;
  peers: Peers;
  splitCount: number;
}): Promise<Record<Contestant, number>> {
  const { data, table, path, peers, splitCount } = call;
  const sums = { modelyard: 0, 'scikit-learn': 0, lightgbm: 0 };
  for (let seed = 1; seed <= splitCount; seed += 1) {
    const split = splitRows({ table, method: { kind: 'random' }, testFraction, seed });
    for (const contestant of contestants) {
      const { predicted } =
        contestant === 'modelyard'
          ? await fitOurs({ table, data, split })
          : await peers.fit({ peer: contestant, data, path, split });
      sums[contestant] += score({ table, data, rows: split.test, predicted });
    }
  }
  return {
    modelyard: sums.modelyard / splitCount,
    'scikit-learn': sums['scikit-learn'] / splitCount,
    lightgbm: sums.lightgbm / splitCount,
  };
}
