import type { Design, Encoding } from './design.ts';

/**
 * What a fit has learned: score k of a row is its features times row k of `weights` plus the intercept. Score-major
 * [scores, featureCount + 1], the intercept last.
 */
export interface LinearModel {
  readonly encoding: Encoding;
  readonly scoreCount: number;
  readonly weights: Float64Array;
}

/** Score-major [scores, rows]. */
export function linearScores(weights: Float64Array, design: Design): Float64Array {
  const { dense, denseFeatures, indicators, indicatorsPerRow, rowCount, featureCount } = design;
  const stride = featureCount + 1;
  const scoreCount = weights.length / stride;
  const width = denseFeatures.length;
  const scores = new Float64Array(scoreCount * rowCount);
  for (let k = 0; k < scoreCount; k += 1) {
    const base = k * stride;
    const denseWeights = Float64Array.from(denseFeatures, (feature) => weights[base + feature]!);
    for (let row = 0; row < rowCount; row += 1) {
      let sum = weights[base + featureCount]!;
      const start = row * width;
      for (let place = 0; place < width; place += 1) sum += dense[start + place]! * denseWeights[place]!;
      for (let place = 0; place < indicatorsPerRow; place += 1) {
        const feature = indicators[row * indicatorsPerRow + place]!;
        if (feature >= 0) sum += weights[base + feature]!;
      }
      scores[k * rowCount + row] = sum;
    }
  }
  return scores;
}

/** The transpose: sums every row's features, weighted by `residuals` (score-major), into `gradient` (laid out as weights). */
export function addFeatureSums(gradient: Float64Array, design: Design, residuals: Float64Array): void {
  const { dense, denseFeatures, indicators, indicatorsPerRow, rowCount, featureCount } = design;
  const stride = featureCount + 1;
  const scoreCount = gradient.length / stride;
  const width = denseFeatures.length;
  const denseSums = new Float64Array(width);
  for (let k = 0; k < scoreCount; k += 1) {
    const base = k * stride;
    denseSums.fill(0);
    for (let row = 0; row < rowCount; row += 1) {
      const residual = residuals[k * rowCount + row]!;
      const start = row * width;
      for (let place = 0; place < width; place += 1) denseSums[place]! += residual * dense[start + place]!;
      for (let place = 0; place < indicatorsPerRow; place += 1) {
        const feature = indicators[row * indicatorsPerRow + place]!;
        if (feature >= 0) gradient[base + feature]! += residual;
      }
      gradient[base + featureCount]! += residual;
    }
    for (let place = 0; place < width; place += 1)
      gradient[base + denseFeatures[place]!]! += denseSums[place]!;
  }
}
