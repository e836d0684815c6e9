import type { BinMapper } from './bin-mapper.ts';
import { groupSize } from './binned-table.ts';
import type { SplitCandidate } from './find-split.ts';

/** Fills the table of 256 flags that says which bins go left. */
export function markLeftBins(goesLeft: Uint8Array, split: SplitCandidate, mapper: BinMapper): void {
  goesLeft.fill(0);
  for (const bin of split.leftBins) goesLeft[bin] = 1;
  goesLeft.fill(1, 0, split.lastLeftBin + 1);
  goesLeft[mapper.missingBin] = split.isMissingLeft ? 1 : 0;
}

/** Moves the rows that go left to the front, keeping the order on both sides. Answers where the right side begins. */
export function partition(
  rows: Int32Array,
  spare: Int32Array,
  start: number,
  end: number,
  bytes: Uint8Array,
  slot: number,
  goesLeft: Uint8Array,
): number {
  let left = start;
  let right = 0;
  for (let index = start; index < end; index += 1) {
    const row = rows[index]!;
    // Both places are written and one of them counted: no branch to mispredict.
    const isLeft = goesLeft[bytes[row * groupSize + slot]!]!;
    rows[left] = row;
    spare[right] = row;
    left += isLeft;
    right += 1 - isLeft;
  }
  rows.set(spare.subarray(0, right), left);
  return left;
}
