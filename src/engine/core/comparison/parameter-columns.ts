import { cellNumber } from '../../../shared/model/comparison/cell-number.ts';
import type { NumberColumn } from '../table.ts';

export interface RunParameter {
  readonly name: string;
  /** One a run, as logged; null where the run does not have it. */
  readonly values: readonly (string | number | boolean | null)[];
}

/** A parameter as numbers (NaN for missing) if all its values are, else as texts. */
export interface TypedParameter {
  readonly name: string;
  readonly present: number;
  readonly distinct: number;
  /** Of numbers; null for texts. */
  readonly numbers: Float64Array | null;
  /** What a learner sees of it: shuffled together, they are the parameter. */
  readonly columns: readonly NumberColumn[];
}

/** Rarer texts look alike to the learner: nothing can be learned from one or two runs each. */
const mostIndicators = 30;

export function typeParameter({ name, values }: RunParameter, key: string): TypedParameter {
  const present = values.filter((value) => value !== null);
  const numbers = Float64Array.from(values, cellNumber);
  const isNumeric = present.length > 0 && numbers.filter(Number.isFinite).length === present.length;
  const texts = values.map((value) => (value === null ? null : String(value)));
  return {
    name,
    present: present.length,
    distinct: new Set<unknown>(isNumeric ? numbers.filter(Number.isFinite) : present.map(String)).size,
    numbers: isNumeric ? numbers : null,
    columns: isNumeric ? [{ kind: 'number', name: key, values: numbers }] : indicators(texts, key),
  };
}

/** One column of 0 and 1 a text: our trees want a hundred rows a set of categories, and there are seldom as many runs. */
function indicators(texts: readonly (string | null)[], key: string): NumberColumn[] {
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== null) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .slice(0, mostIndicators)
    .map(([category], index) => ({
      kind: 'number',
      name: `${key}_${index}`,
      values: Float64Array.from(texts, (text) => (text === null ? Number.NaN : Number(text === category))),
    }));
}
