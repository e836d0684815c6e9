import type { Task } from '../../../../shared/model/signature.ts';

/**
 * A loss with its derivatives. Scores are score-major: score k of row i is `scores[k * rowCount + i]`; regression and binary have one
 * score a row, several classes have one each.
 */
export interface Objective {
  readonly scoreCount: number;
  /** Whether scores have the unit of the target, and losses its square, whatever size that is. */
  readonly isInTargetUnits: boolean;
  /** The constant scores that fit the training rows best. */
  initialScores(targets: Float64Array): Float64Array;
  /**
   * Writes gradient and Hessian, interleaved by row, one array a score, and answers the mean loss and how many rows are classified
   * right (0 for regression). Without `derivatives` it only measures.
   */
  evaluate(call: {
    scores: Float64Array;
    targets: Float64Array;
    derivatives?: readonly Float64Array[];
  }): Evaluation;
}

export interface Evaluation {
  readonly loss: number;
  readonly correctRows: number;
}

/** A probability is kept this far from 0 and 1, so that one surprise does not make the log loss infinite. */
const smallestProbability = 1e-15;

export function objectiveFor(task: Task, classCount: number): Objective {
  if (task === 'regression') return squaredError;
  return task === 'binary' ? logLoss : softmaxLoss(classCount);
}

const squaredError: Objective = {
  scoreCount: 1,
  isInTargetUnits: true,
  initialScores(targets) {
    let sum = 0;
    for (const target of targets) sum += target;
    return Float64Array.of(sum / targets.length);
  },
  evaluate({ scores, targets, derivatives }) {
    const output = derivatives?.[0];
    let sum = 0;
    for (let row = 0; row < targets.length; row += 1) {
      const difference = scores[row]! - targets[row]!;
      sum += difference * difference;
      if (output === undefined) continue;
      output[2 * row] = difference;
      output[2 * row + 1] = 1;
    }
    return { loss: sum / targets.length, correctRows: 0 };
  },
};

const logLoss: Objective = {
  scoreCount: 1,
  isInTargetUnits: false,
  initialScores(targets) {
    let positives = 0;
    for (const target of targets) positives += target;
    const share = Math.min(Math.max(positives, 0.5), targets.length - 0.5) / targets.length;
    return Float64Array.of(Math.log(share / (1 - share)));
  },
  evaluate({ scores, targets, derivatives }) {
    const output = derivatives?.[0];
    let sum = 0;
    let correctRows = 0;
    for (let row = 0; row < targets.length; row += 1) {
      const target = targets[row]!;
      const probability = 1 / (1 + Math.exp(-scores[row]!));
      const ofTruth = target === 1 ? probability : 1 - probability;
      sum -= Math.log(Math.max(ofTruth, smallestProbability));
      if (probability > 0.5 === (target === 1)) correctRows += 1;
      if (output === undefined) continue;
      output[2 * row] = probability - target;
      output[2 * row + 1] = Math.max(probability * (1 - probability), smallestProbability);
    }
    return { loss: sum / targets.length, correctRows };
  },
};

/**
 * Friedman 2001, section 4.6. The Hessian is scaled by K / (K - 1), as in LightGBM: one score too many for K probabilities makes the
 * plain one too small.
 */
function softmaxLoss(classCount: number): Objective {
  const factor = classCount / (classCount - 1);
  const exponentials = new Float64Array(classCount);

  /** Fills `exponentials` for one row, answers their sum; the class with the largest score comes out as 1. */
  function exponentiate(scores: Float64Array, row: number, rowCount: number): number {
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < classCount; k += 1) {
      const score = scores[k * rowCount + row]!;
      exponentials[k] = score;
      if (score > largest) largest = score;
    }
    let sum = 0;
    for (let k = 0; k < classCount; k += 1) {
      const exponential = Math.exp(exponentials[k]! - largest);
      exponentials[k] = exponential;
      sum += exponential;
    }
    return sum;
  }

  function writeDerivatives(
    derivatives: readonly Float64Array[],
    row: number,
    target: number,
    sum: number,
  ): void {
    for (let k = 0; k < classCount; k += 1) {
      const probability = exponentials[k]! / sum;
      const output = derivatives[k]!;
      output[2 * row] = k === target ? probability - 1 : probability;
      output[2 * row + 1] = Math.max(factor * probability * (1 - probability), smallestProbability);
    }
  }

  return {
    scoreCount: classCount,
    isInTargetUnits: false,
    initialScores(targets) {
      const counts = new Float64Array(classCount);
      for (const target of targets) counts[target]! += 1;
      return counts.map((count) => Math.log(Math.max(count, 0.5) / targets.length));
    },
    evaluate({ scores, targets, derivatives }) {
      let loss = 0;
      let correctRows = 0;
      for (let row = 0; row < targets.length; row += 1) {
        const target = targets[row]!;
        const sum = exponentiate(scores, row, targets.length);
        loss -= Math.log(Math.max(exponentials[target]! / sum, smallestProbability));
        if (exponentials[target] === 1) correctRows += 1;
        if (derivatives !== undefined) writeDerivatives(derivatives, row, target, sum);
      }
      return { loss: loss / targets.length, correctRows };
    },
  };
}
