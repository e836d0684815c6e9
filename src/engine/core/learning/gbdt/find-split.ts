import type { BinMapper } from './bin-mapper.ts';
import type { HistogramLayout } from './histogram.ts';

/** The best split of a leaf that has been seen so far; `gain` 0 means none. */
export interface SplitCandidate {
  /** Reduction of the loss, without the factor 1/2. */
  gain: number;
  column: number;
  /** The bins that go left; missing rows have the mapper's missing bin. */
  leftBins: readonly number[];
  /** Numbers: values up to and including this bin go left. -1 for categories. */
  lastLeftBin: number;
  isMissingLeft: boolean;
  leftGradient: number;
  leftHessian: number;
  /** L2 penalty on the values of the two children. */
  lambda: number;
}

export interface SplitRules {
  readonly minDataInLeaf: number;
  readonly minChildWeight: number;
  readonly lambdaL2: number;
  readonly catSmooth: number;
  readonly catL2: number;
  readonly maxCatThreshold: number;
  /** The size of gain below which, times 1e-10, a gain is the rounding noise of the sums. */
  readonly gainUnit: number;
}

export interface LeafSums {
  readonly gradient: number;
  readonly hessian: number;
  readonly rowCount: number;
}

/** Up to so many categories are told apart one against the rest (LightGBM's max_cat_to_onehot). */
const maxCategoriesOneByOne = 4;
/** Rows that must join between two tried category sets (LightGBM's min_data_per_group). */
const minRowsPerCategoryGroup = 100;

/**
 * The split of a leaf with the largest gain G_L^2/(H_L + l) + G_R^2/(H_R + l) - G^2/(H + l), over the columns in use.
 * Chen and Guestrin 2016, equation 7; category sets as in LightGBM: categories are put in the order of their gradient statistic, in
 * which the best set is a prefix (Fisher 1958).
 */
export function findBestSplit(call: {
  histogram: Float64Array;
  layout: HistogramLayout;
  mappers: readonly BinMapper[];
  isUsed: Uint8Array;
  sums: LeafSums;
  rules: SplitRules;
}): SplitCandidate {
  const { histogram, layout, mappers, isUsed, sums, rules } = call;
  const best: SplitCandidate = {
    gain: 0,
    column: -1,
    leftBins: [],
    lastLeftBin: -1,
    isMissingLeft: false,
    leftGradient: 0,
    leftHessian: 0,
    lambda: rules.lambdaL2,
  };
  const limits = leafLimits(sums, rules);
  for (let column = 0; column < mappers.length; column += 1) {
    if (isUsed[column] === 0) continue;
    const mapper = mappers[column]!;
    const offset = layout.offsets[column]!;
    if (mapper.kind === 'category') {
      findCategorySplit({ histogram, offset, mapper, column, sums, limits, rules, best });
    } else {
      scanNumberBins(
        histogram,
        offset,
        mapper.missingBin,
        mapper.hasMissing,
        false,
        column,
        sums,
        limits,
        best,
      );
      if (mapper.hasMissing) {
        scanNumberBins(histogram, offset, mapper.missingBin, true, true, column, sums, limits, best);
      }
    }
  }
  return best;
}

interface LeafLimits {
  /** Least Hessian of a child. Histograms hold no counts: rows are estimated by their share of the Hessian, as LightGBM does. */
  readonly minHessian: number;
  readonly rowsPerHessian: number;
  readonly parentGain: number;
  readonly lambda: number;
  /** Rounding noise of the sums is not a gain. */
  readonly minGain: number;
}

function leafLimits(sums: LeafSums, rules: SplitRules): LeafLimits {
  const rowsPerHessian = sums.rowCount / sums.hessian;
  const parentGain = (sums.gradient * sums.gradient) / (sums.hessian + rules.lambdaL2);
  return {
    minHessian: Math.max(rules.minChildWeight, (rules.minDataInLeaf - 0.5) / rowsPerHessian),
    rowsPerHessian,
    parentGain,
    lambda: rules.lambdaL2,
    minGain: 1e-10 * (rules.gainUnit + parentGain),
  };
}

/** Positional arguments: called once a column and leaf, and measurably faster so. */
function scanNumberBins(
  histogram: Float64Array,
  offset: number,
  missingBin: number,
  hasMissing: boolean,
  isMissingLeft: boolean,
  column: number,
  sums: LeafSums,
  limits: LeafLimits,
  best: SplitCandidate,
): void {
  const { gradient, hessian } = sums;
  const { minHessian, lambda } = limits;
  // With missing rows on the right, "every number left" is a split too.
  const lastBin = hasMissing && !isMissingLeft ? missingBin : missingBin - 1;
  const missingCell = offset + 2 * missingBin;
  let leftGradient = isMissingLeft ? histogram[missingCell]! : 0;
  let leftHessian = isMissingLeft ? histogram[missingCell + 1]! : 0;
  let bestGain = best.gain + limits.parentGain;
  let bestBin = -1;
  let bestGradient = 0;
  let bestHessian = 0;
  for (let bin = 0; bin < lastBin; bin += 1) {
    const cell = offset + 2 * bin;
    leftGradient += histogram[cell]!;
    leftHessian += histogram[cell + 1]!;
    if (leftHessian < minHessian) continue;
    const rightHessian = hessian - leftHessian;
    if (rightHessian < minHessian) break;
    const rightGradient = gradient - leftGradient;
    const gain =
      (leftGradient * leftGradient) / (leftHessian + lambda) +
      (rightGradient * rightGradient) / (rightHessian + lambda);
    if (gain > bestGain) {
      bestGain = gain;
      bestBin = bin;
      bestGradient = leftGradient;
      bestHessian = leftHessian;
    }
  }
  if (bestBin < 0 || bestGain - limits.parentGain <= limits.minGain) return;
  best.gain = bestGain - limits.parentGain;
  best.column = column;
  best.lastLeftBin = bestBin;
  best.leftBins = [];
  best.isMissingLeft = hasMissing ? isMissingLeft : bestHessian * 2 > hessian;
  best.leftGradient = bestGradient;
  best.leftHessian = bestHessian;
  best.lambda = lambda;
}

interface CategoryCall {
  histogram: Float64Array;
  offset: number;
  mapper: BinMapper;
  column: number;
  sums: LeafSums;
  limits: LeafLimits;
  rules: SplitRules;
  best: SplitCandidate;
}

function findCategorySplit(call: CategoryCall): void {
  const { histogram, offset, mapper, limits, rules } = call;
  const bins: number[] = [];
  for (let bin = 0; bin < mapper.binCount; bin += 1) {
    if (histogram[offset + 2 * bin + 1]! > 0) bins.push(bin);
  }
  if (bins.length < 2) return;
  if (bins.length <= maxCategoriesOneByOne) {
    for (const bin of bins) tryCategorySets(call, [bin], rules.lambdaL2, 1, 0);
    return;
  }
  const common = bins.filter(
    (bin) => histogram[offset + 2 * bin + 1]! * limits.rowsPerHessian >= rules.catSmooth,
  );
  const statistic = (bin: number) =>
    histogram[offset + 2 * bin]! / (histogram[offset + 2 * bin + 1]! + rules.catSmooth);
  const ordered = common.sort((left, right) => statistic(left) - statistic(right) || left - right);
  const maxSetSize = Math.min(rules.maxCatThreshold, Math.ceil(ordered.length / 2));
  const lambda = rules.lambdaL2 + rules.catL2;
  tryCategorySets(call, ordered, lambda, maxSetSize, minRowsPerCategoryGroup);
  tryCategorySets(call, ordered.toReversed(), lambda, maxSetSize, minRowsPerCategoryGroup);
}

/** Tries the prefixes of `ordered` as left sets. */
function tryCategorySets(
  call: CategoryCall,
  ordered: readonly number[],
  lambda: number,
  maxSetSize: number,
  minGroupRows: number,
): void {
  const { histogram, offset, mapper, column, sums, limits, best } = call;
  let leftGradient = 0;
  let leftHessian = 0;
  let groupRows = 0;
  for (let size = 1; size <= Math.min(maxSetSize, ordered.length); size += 1) {
    const cell = offset + 2 * ordered[size - 1]!;
    leftGradient += histogram[cell]!;
    leftHessian += histogram[cell + 1]!;
    groupRows += histogram[cell + 1]! * limits.rowsPerHessian;
    if (leftHessian < limits.minHessian) continue;
    const rightHessian = sums.hessian - leftHessian;
    if (rightHessian < limits.minHessian || rightHessian * limits.rowsPerHessian < minGroupRows) break;
    if (groupRows < minGroupRows) continue;
    groupRows = 0;
    const rightGradient = sums.gradient - leftGradient;
    const gain =
      (leftGradient * leftGradient) / (leftHessian + lambda) +
      (rightGradient * rightGradient) / (rightHessian + lambda) -
      limits.parentGain;
    if (gain <= best.gain || gain <= limits.minGain) continue;
    const leftBins = ordered.slice(0, size);
    best.gain = gain;
    best.column = column;
    best.leftBins = leftBins;
    best.lastLeftBin = -1;
    best.isMissingLeft = mapper.hasMissing
      ? leftBins.includes(mapper.missingBin)
      : leftHessian > rightHessian;
    best.leftGradient = leftGradient;
    best.leftHessian = leftHessian;
    best.lambda = lambda;
  }
}
