import type { Design } from './design.ts';
import { addFeatureSums, linearScores } from './linear-model.ts';
import type { DifferentiableFunction } from './minimise.ts';

export interface LogLoss {
  /** Mean over the rows, without penalty. */
  readonly loss: number;
  readonly correctRows: number;
}

/** (sum of log losses + l2/2 |w|^2) / rows, the intercepts free: the function that scikit-learn minimises with C = 1/l2. */
export function logisticObjective(call: {
  design: Design;
  targets: Float64Array;
  l2: number;
}): DifferentiableFunction {
  const { design, targets, l2 } = call;
  const stride = design.featureCount + 1;
  const perRow = 1 / design.rowCount;
  return (weights, gradient) => {
    const scores = linearScores(weights, design);
    const { loss } = replaceByResiduals(scores, targets);
    gradient.fill(0);
    addFeatureSums(gradient, design, scores);
    let squares = 0;
    for (let index = 0; index < weights.length; index += 1) {
      const isIntercept = index % stride === stride - 1;
      const penalised = isIntercept ? 0 : weights[index]!;
      squares += penalised * penalised;
      gradient[index] = (gradient[index]! + l2 * penalised) * perRow;
    }
    return loss + (l2 / 2) * squares * perRow;
  };
}

export function measureLogLoss(weights: Float64Array, design: Design, targets: Float64Array): LogLoss {
  return replaceByResiduals(linearScores(weights, design), targets);
}

/** Turns score-major scores into probability minus truth, in place. One score is the log odds of class 1. */
function replaceByResiduals(scores: Float64Array, targets: Float64Array): LogLoss {
  return scores.length === targets.length
    ? binaryResiduals(scores, targets)
    : softmaxResiduals(scores, targets);
}

function binaryResiduals(scores: Float64Array, targets: Float64Array): LogLoss {
  let loss = 0;
  let correctRows = 0;
  for (let row = 0; row < targets.length; row += 1) {
    const score = scores[row]!;
    const target = targets[row]!;
    // log(1 + e^s) - t s, arranged so that no exponential overflows.
    loss += Math.max(score, 0) - score * target + Math.log1p(Math.exp(-Math.abs(score)));
    if (score > 0 === (target === 1)) correctRows += 1;
    scores[row] = 1 / (1 + Math.exp(-score)) - target;
  }
  return { loss: loss / targets.length, correctRows };
}

function softmaxResiduals(scores: Float64Array, targets: Float64Array): LogLoss {
  const rowCount = targets.length;
  let loss = 0;
  let correctRows = 0;
  for (let row = 0; row < rowCount; row += 1) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let cell = row; cell < scores.length; cell += rowCount) largest = Math.max(largest, scores[cell]!);
    const truth = targets[row]! * rowCount + row;
    const scoreOfTruth = scores[truth]!;
    let sum = 0;
    for (let cell = row; cell < scores.length; cell += rowCount) {
      const exponential = Math.exp(scores[cell]! - largest);
      scores[cell] = exponential;
      sum += exponential;
    }
    loss += Math.log(sum) + largest - scoreOfTruth;
    if (scoreOfTruth === largest) correctRows += 1;
    for (let cell = row; cell < scores.length; cell += rowCount) scores[cell]! /= sum;
    scores[truth]! -= 1;
  }
  return { loss: loss / rowCount, correctRows };
}
