import type { Step } from './normalise.ts';
import type { GoldenRecord } from './run-golden.ts';

/** One thing that two servers did differently. `where` and `what` are text, for people and for the list of allowed differences. */
export interface Difference {
  readonly step: string;
  /** The call or the answer, and the place inside it. */
  readonly where: string;
  readonly left: string;
  readonly right: string;
}

/** Step by step, record by record, field by field. */
export function compareSteps(left: readonly Step[], right: readonly Step[]): Difference[] {
  const rightByName = new Map(right.map((step) => [step.name, step]));
  const leftNames = new Set(left.map(({ name }) => name));
  return [
    ...left.flatMap((step) =>
      compareRecords(step.name, step.records, rightByName.get(step.name)?.records ?? []),
    ),
    ...right
      .filter(({ name }) => !leftNames.has(name))
      .flatMap((step) => compareRecords(step.name, [], step.records)),
  ];
}

/** Each difference once, however often it comes: where it comes first, how often, left and right. */
export function formatDifferences(
  differences: readonly Difference[],
  names: { left: string; right: string },
): string {
  const groups = new Map<string, Difference[]>();
  for (const difference of differences) {
    const { where, left, right } = difference;
    const key = JSON.stringify([where.replace(/\[\d+\]/g, '[]'), left, right]);
    groups.set(key, [...(groups.get(key) ?? []), difference]);
  }
  return [...groups.values()]
    .map((group) => {
      const { step, where, left, right } = group[0]!;
      const times = group.length > 1 ? ` (${group.length} times)` : '';
      return `${step} | ${where}${times}\n    ${names.left}: ${left}\n    ${names.right}: ${right}`;
    })
    .join('\n');
}

function compareRecords(
  step: string,
  left: readonly GoldenRecord[],
  right: readonly GoldenRecord[],
): Difference[] {
  return align(left, right).flatMap(([ours, theirs]) => {
    if (ours && theirs) {
      return compareValues(ours, theirs, '').map((found) => ({
        step,
        ...found,
        where: `${nameOf(ours)}${found.where}`,
      }));
    }
    const present = (ours ?? theirs)!;
    const [leftText, rightText] = ours ? [excerpt(present), 'nothing'] : ['nothing', excerpt(present)];
    return [{ step, where: nameOf(present), left: leftText, right: rightText }];
  });
}

/** Pairs records that are of the same call, as many as possible and in order: the longest common subsequence of their names. */
function align(
  left: readonly GoldenRecord[],
  right: readonly GoldenRecord[],
): [GoldenRecord | undefined, GoldenRecord | undefined][] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1));
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      lengths[i]![j] = isSameCall(left[i]!, right[j]!)
        ? lengths[i + 1]![j + 1]! + 1
        : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  const pairs: [GoldenRecord | undefined, GoldenRecord | undefined][] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && isSameCall(left[i]!, right[j]!)) {
      pairs.push([left[i], right[j]]);
      i += 1;
      j += 1;
    } else if (j >= right.length || (i < left.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      pairs.push([left[i], undefined]);
      i += 1;
    } else {
      pairs.push([undefined, right[j]]);
      j += 1;
    }
  }
  return pairs;
}

const isSameCall = (left: GoldenRecord, right: GoldenRecord): boolean => nameOf(left) === nameOf(right);

/** An answer and a refusal of the same name are one call, so that their difference is shown as one. */
const nameOf = (record: GoldenRecord): string =>
  record.kind === 'http' ? `${record.method} ${record.path}` : `"${record.name}"`;

function compareValues(left: unknown, right: unknown, where: string): Omit<Difference, 'step'>[] {
  if (isObject(left) && isObject(right)) {
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    return keys.flatMap((key) => compareValues(left[key], right[key], `${where} .${key}`));
  }
  if (Array.isArray(left) && Array.isArray(right) && left.length === right.length) {
    return left.flatMap((item, index) => compareValues(item, right[index], `${where} [${index}]`));
  }
  if (JSON.stringify(left) === JSON.stringify(right)) return [];
  return [{ where, left: excerpt(left), right: excerpt(right) }];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function excerpt(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}
