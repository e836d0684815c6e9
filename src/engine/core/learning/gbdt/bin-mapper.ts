/**
 * A bin mapper replaces the values of one column by at most 255 bins in the order of the values (numbers) or of their frequency
 * (categories). The last bin always stands for missing values, and for texts without a bin of their own.
 */
export type BinMapper = NumberBinMapper | CategoryBinMapper;

export interface NumberBinMapper {
  readonly kind: 'number';
  readonly column: string;
  /** Ascending, float32-exact; bin b holds values in (thresholds[b - 1], thresholds[b]]. One fewer than bins with values. */
  readonly thresholds: Float32Array;
  readonly missingBin: number;
  readonly binCount: number;
  readonly hasMissing: boolean;
}

export interface CategoryBinMapper {
  readonly kind: 'category';
  readonly column: string;
  /** The texts with a bin of their own; the index is the bin. Most frequent first, ties in ascending order. */
  readonly categories: readonly string[];
  readonly missingBin: number;
  readonly binCount: number;
  readonly hasMissing: boolean;
}

/** `values` are float32, NaN is missing; they are sorted in place. `rowCount` values stand for the whole column. */
export function makeNumberBinMapper(call: {
  column: string;
  values: Float32Array;
  maxBins: number;
}): NumberBinMapper {
  const { column, maxBins } = call;
  const values = call.values.sort();
  let present = values.length;
  while (present > 0 && Number.isNaN(values[present - 1]!)) present -= 1;
  const distinct = countDistinct(values.subarray(0, present));
  const thresholds =
    distinct.values.length < maxBins
      ? thresholdsBetweenAll(distinct.values)
      : thresholdsOfEqualCounts({ ...distinct, maxBins: maxBins - 1 });
  return {
    kind: 'number',
    column,
    thresholds,
    missingBin: thresholds.length + 1,
    binCount: thresholds.length + 2,
    hasMissing: present < values.length,
  };
}

interface Distinct {
  readonly values: Float32Array;
  readonly counts: Int32Array;
}

function countDistinct(sorted: Float32Array): Distinct {
  const values = new Float32Array(sorted.length);
  const counts = new Int32Array(sorted.length);
  let last = -1;
  for (const value of sorted) {
    if (last < 0 || value !== values[last]) {
      last += 1;
      values[last] = value;
    }
    counts[last]! += 1;
  }
  return { values: values.slice(0, last + 1), counts: counts.slice(0, last + 1) };
}

function thresholdsBetweenAll(values: Float32Array): Float32Array {
  const thresholds = new Float32Array(Math.max(0, values.length - 1));
  for (let index = 0; index < thresholds.length; index += 1) {
    thresholds[index] = thresholdBetween(values[index]!, values[index + 1]!);
  }
  return thresholds;
}

/**
 * Bins of about equal row counts. A value that alone fills a bin gets one of its own, and the others share what is left, so that a
 * column with many zeros keeps its resolution elsewhere.
 */
function thresholdsOfEqualCounts({ values, counts, maxBins }: Distinct & { maxBins: number }): Float32Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const isHeavy = Array.from(counts, (count) => count >= total / maxBins);
  let restCount = 0;
  let restBins = maxBins;
  for (let index = 0; index < counts.length; index += 1) {
    if (isHeavy[index]) restBins -= 1;
    else restCount += counts[index]!;
  }
  const thresholds: number[] = [];
  let wanted = restCount / Math.max(1, restBins);
  let inBin = 0;
  for (let index = 0; index < values.length - 1 && thresholds.length < maxBins - 1; index += 1) {
    inBin += counts[index]!;
    if (!isHeavy[index]) restCount -= counts[index]!;
    const isFull = isHeavy[index] || inBin >= wanted || (isHeavy[index + 1] && inBin >= wanted / 2);
    if (!isFull) continue;
    thresholds.push(thresholdBetween(values[index]!, values[index + 1]!));
    inBin = 0;
    if (isHeavy[index]) continue;
    restBins -= 1;
    wanted = restCount / Math.max(1, restBins);
  }
  return Float32Array.from(thresholds);
}

/** The float32 nearest to the middle that still tells the two apart: lower <= threshold < upper. */
function thresholdBetween(lower: number, upper: number): number {
  const middle = Math.fround(lower / 2 + upper / 2);
  return middle >= lower && middle < upper ? middle : lower;
}

/** `counts` of the texts in the training rows; texts that do not occur there get no bin. */
export function makeCategoryBinMapper(call: {
  column: string;
  categories: readonly string[];
  counts: Int32Array;
  missingCount: number;
  maxBins: number;
}): CategoryBinMapper {
  const { column, categories, counts, missingCount, maxBins } = call;
  const codes = Array.from(counts.keys()).filter((code) => counts[code]! > 0);
  codes.sort((left, right) => counts[right]! - counts[left]! || left - right);
  const kept = codes.slice(0, maxBins - 1);
  return {
    kind: 'category',
    column,
    categories: kept.map((code) => categories[code]!),
    missingBin: kept.length,
    binCount: kept.length + 1,
    hasMissing: missingCount > 0 || kept.length < codes.length,
  };
}

/** The bin of a float32 value: the first whose threshold is not below it. */
export function numberBin(mapper: NumberBinMapper, value: number): number {
  if (Number.isNaN(value)) return mapper.missingBin;
  const { thresholds } = mapper;
  let low = 0;
  let high = thresholds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value <= thresholds[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** For each code of a table's own dictionary, the bin that this mapper gives to the text. */
export function binsOfCategories(mapper: CategoryBinMapper, categories: readonly string[]): Uint8Array {
  const binOf = new Map(mapper.categories.map((category, bin) => [category, bin]));
  return Uint8Array.from(categories, (category) => binOf.get(category) ?? mapper.missingBin);
}
