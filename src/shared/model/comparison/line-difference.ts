/** A line on each side; null where a side has none there. Both are the same text, or something differs. */
export interface ComparedLine {
  readonly left: string | null;
  readonly right: string | null;
}

/** A table of so many cells takes some tens of milliseconds; with more, what lies between equal ends is told as replaced. */
const mostCells = 4_000_000;

/**
 * Two texts line by line, as few lines as possible being told as different: the longest common subsequence (Wagner and Fischer 1974)
 * between what they begin and end with in common.
 */
export function lineDifference(left: readonly string[], right: readonly string[]): ComparedLine[] {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start++;
  let end = 0;
  const shorter = Math.min(left.length, right.length) - start;
  while (end < shorter && left.at(-1 - end) === right.at(-1 - end)) end++;
  const middle = differing(left.slice(start, left.length - end), right.slice(start, right.length - end));
  return [...left.slice(0, start).map(both), ...middle, ...left.slice(left.length - end).map(both)];
}

const both = (line: string): ComparedLine => ({ left: line, right: line });

function differing(left: readonly string[], right: readonly string[]): ComparedLine[] {
  if (left.length * right.length > mostCells) return besideEachOther(left, right);
  const lengths = commonLengths(left, right);
  const width = right.length + 1;
  const rows: ComparedLine[] = [];
  let [removed, added]: [string[], string[]] = [[], []];
  const flush = () => {
    rows.push(...besideEachOther(removed, added));
    [removed, added] = [[], []];
  };
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      flush();
      rows.push(both(left[i]!));
      i++;
      j++;
    } else if (
      j >= right.length ||
      (i < left.length && lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!)
    ) {
      removed.push(left[i++]!);
    } else added.push(right[j++]!);
  }
  flush();
  return rows;
}

/** At (i, j): how many lines the ends from there on have in common. */
function commonLengths(left: readonly string[], right: readonly string[]): Uint32Array {
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        left[i] === right[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
  return lengths;
}

/** What was replaced by what. */
function besideEachOther(left: readonly string[], right: readonly string[]): ComparedLine[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => ({
    left: left[index] ?? null,
    right: right[index] ?? null,
  }));
}
