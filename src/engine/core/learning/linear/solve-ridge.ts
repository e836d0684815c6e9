import type { Design } from './design.ts';

/**
 * Minimises |y - Xw - b|^2 + l2 |w|^2 by its normal equations. Answers weights and, last, the intercept. `breathe` is awaited now and
 * then; wide tables take seconds.
 */
export async function solveRidge(call: {
  design: Design;
  targets: Float64Array;
  l2: number;
  breathe: () => Promise<void>;
}): Promise<Float64Array> {
  const { design, targets, l2, breathe } = call;
  const size = design.featureCount + 1;
  const { matrix, right, meanTarget } = await normalEquations({ design, targets, breathe });
  // One-hot columns of a category sum to the intercept, so without a penalty the matrix is singular: a hair of one makes it unique.
  const penalty = Math.max(l2, 1e-10 * design.rowCount);
  for (let index = 0; index < size - 1; index += 1) matrix[index * size + index]! += penalty;
  await factorise(matrix, size, breathe);
  const solution = solveFactorised(matrix, size, right);
  solution[size - 1]! += meanTarget;
  return solution;
}

/** X'X (lower triangle) and X'y with a column of ones last. Targets are centred first, which keeps digits. */
async function normalEquations(call: {
  design: Design;
  targets: Float64Array;
  breathe: () => Promise<void>;
}): Promise<{ matrix: Float64Array; right: Float64Array; meanTarget: number }> {
  const { design, targets, breathe } = call;
  const size = design.featureCount + 1;
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  const meanTarget = targets.reduce((sum, target) => sum + target, 0) / targets.length;
  const features = new Int32Array(design.denseFeatures.length + design.indicatorsPerRow + 1);
  const values = new Float64Array(features.length);
  for (let row = 0; row < design.rowCount; row += 1) {
    const count = readRow(design, row, features, values);
    const target = targets[row]! - meanTarget;
    for (let i = 0; i < count; i += 1) {
      const value = values[i]!;
      if (value === 0) continue;
      right[features[i]!]! += value * target;
      const base = features[i]! * size;
      for (let j = 0; j <= i; j += 1) matrix[base + features[j]!]! += value * values[j]!;
    }
    if (row % 256 === 0) await breathe();
  }
  return { matrix, right, meanTarget };
}

/** The non-zero features of a row in ascending order, the intercept last; answers how many. */
function readRow(design: Design, row: number, features: Int32Array, values: Float64Array): number {
  const { dense, denseFeatures, indicators, indicatorsPerRow, featureCount } = design;
  const width = denseFeatures.length;
  let count = 0;
  let place = 0;
  let indicator = 0;
  // Both lists ascend by themselves (features are numbered by column), so this is a merge.
  while (place < width || indicator < indicatorsPerRow) {
    const denseFeature = place < width ? denseFeatures[place]! : Number.POSITIVE_INFINITY;
    const indicated =
      indicator < indicatorsPerRow
        ? indicators[row * indicatorsPerRow + indicator]!
        : Number.POSITIVE_INFINITY;
    if (denseFeature < indicated) {
      features[count] = denseFeature;
      values[count] = dense[row * width + place]!;
      count += 1;
      place += 1;
    } else {
      indicator += 1;
      if (indicated < 0) continue;
      features[count] = indicated;
      values[count] = 1;
      count += 1;
    }
  }
  features[count] = featureCount;
  values[count] = 1;
  return count + 1;
}

/** Cholesky, in place of the lower triangle. */
async function factorise(matrix: Float64Array, size: number, breathe: () => Promise<void>): Promise<void> {
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = matrix[row * size + column]!;
      for (let k = 0; k < column; k += 1) sum -= matrix[row * size + k]! * matrix[column * size + k]!;
      matrix[row * size + column] =
        row === column ? Math.sqrt(Math.max(sum, 1e-12)) : sum / matrix[column * size + column]!;
    }
    await breathe();
  }
}

function solveFactorised(matrix: Float64Array, size: number, right: Float64Array): Float64Array {
  const solution = right.slice();
  for (let row = 0; row < size; row += 1) {
    for (let k = 0; k < row; k += 1) solution[row]! -= matrix[row * size + k]! * solution[k]!;
    solution[row]! /= matrix[row * size + row]!;
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    for (let k = row + 1; k < size; k += 1) solution[row]! -= matrix[k * size + row]! * solution[k]!;
    solution[row]! /= matrix[row * size + row]!;
  }
  return solution;
}
