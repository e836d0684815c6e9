import type { Design } from './design.ts';
import { addFeatureSums, linearScores } from './linear-model.ts';
import type { DifferentiableFunction } from './minimise.ts';

/** (|y - Xw - b|^2 + l2 |w|^2) / (2 rows): the minimum that `solveRidge` finds directly, for designs too wide for that. */
export function ridgeObjective(call: {
  design: Design;
  targets: Float64Array;
  l2: number;
}): DifferentiableFunction {
  const { design, targets, l2 } = call;
  const perRow = 1 / design.rowCount;
  return (weights, gradient) => {
    const residuals = linearScores(weights, design);
    let squares = 0;
    for (let row = 0; row < targets.length; row += 1) {
      residuals[row]! -= targets[row]!;
      squares += residuals[row]! ** 2;
    }
    gradient.fill(0);
    addFeatureSums(gradient, design, residuals);
    for (let index = 0; index < weights.length; index += 1) {
      const penalised = index === weights.length - 1 ? 0 : weights[index]!;
      squares += l2 * penalised * penalised;
      gradient[index] = (gradient[index]! + l2 * penalised) * perRow;
    }
    return (squares * perRow) / 2;
  };
}
