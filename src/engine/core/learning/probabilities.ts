import type { Task } from '../../../shared/model/signature.ts';

/** Row-major probabilities [rows, classes] of score-major scores: log odds for a binary task, softmax otherwise. */
export function probabilitiesOf(scores: Float64Array, task: Task, rowCount: number): Float64Array {
  return task === 'binary' ? sigmoidPairs(scores) : softmaxRows(scores, rowCount);
}

function sigmoidPairs(scores: Float64Array): Float64Array {
  const probabilities = new Float64Array(2 * scores.length);
  for (let row = 0; row < scores.length; row += 1) {
    const positive = 1 / (1 + Math.exp(-scores[row]!));
    probabilities[2 * row] = 1 - positive;
    probabilities[2 * row + 1] = positive;
  }
  return probabilities;
}

function softmaxRows(scores: Float64Array, rowCount: number): Float64Array {
  const classCount = scores.length / rowCount;
  const probabilities = new Float64Array(scores.length);
  for (let row = 0; row < rowCount; row += 1) {
    const target = probabilities.subarray(row * classCount, (row + 1) * classCount);
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < classCount; k += 1) largest = Math.max(largest, scores[k * rowCount + row]!);
    let sum = 0;
    for (let k = 0; k < classCount; k += 1) {
      target[k] = Math.exp(scores[k * rowCount + row]! - largest);
      sum += target[k]!;
    }
    for (let k = 0; k < classCount; k += 1) target[k]! /= sum;
  }
  return probabilities;
}
