import { createBreather } from '../breathe.ts';
import { allRows } from '../columns.ts';
import { parseParameters } from '../parameters.ts';
import { probabilitiesOf } from '../probabilities.ts';
import { type LearningProblem, readProblem } from '../problem.ts';
import type { ColumnImportance, FitRequest, FittedModel, ParameterValues } from '../types.ts';
import { type Design, learnEncoding, makeDesign } from './design.ts';
import { encodeLinear } from './encode-linear.ts';
import { type LinearModel, linearScores } from './linear-model.ts';
import { logisticObjective, measureLogLoss } from './logistic-loss.ts';
import { type Minimum, minimise } from './minimise.ts';
import { linearParameters } from './parameters.ts';
import { ridgeObjective } from './ridge-objective.ts';
import { solveRidge } from './solve-ridge.ts';

/** The direct solution takes the square of the features in memory and their cube in time; beyond this, iterations are cheaper. */
const maxDirectFeatures = 1000;

/** Ridge regression, or logistic regression (multinomial for several classes) with an L2 penalty. There is no chance in it; the seed is only recorded. */
export async function fitLinear(request: FitRequest): Promise<FittedModel> {
  const { task, target, seed, table } = request;
  const parameters = parseParameters(linearParameters, request.parameters);
  const problem = readProblem(request);
  const { classes, inputs, train, validation } = problem;
  const encoding = learnEncoding({ table, inputs, rows: train.rows });
  const design = makeDesign({ encoding, table, rows: train.rows });
  const validationDesign = validation && makeDesign({ encoding, table, rows: validation.rows });
  const minimum = await solve({ request, problem, parameters, design, validationDesign });
  const model: LinearModel = {
    encoding,
    scoreCount: minimum.point.length / (encoding.featureCount + 1),
    weights: minimum.point,
  };
  return {
    learner: 'linear',
    task,
    target,
    classes,
    inputs,
    parameters,
    seed,
    rounds: minimum.iterations,
    isConverged: minimum.isConverged,
    droppedRows: problem.droppedRows,
    importance: coefficientSizes(model, design),
    predict(predicted, rows = allRows(predicted)) {
      const scores = linearScores(model.weights, makeDesign({ encoding, table: predicted, rows }));
      return task === 'regression'
        ? { kind: 'regression', values: scores }
        : { kind: 'classification', probabilities: probabilitiesOf(scores, task, rows.length) };
    },
    toOnnx: ({ signature, metadata = {} }) =>
      encodeLinear({ model, signature, facts: { task, classes, inputs, parameters, seed }, metadata }),
  };
}

async function solve(call: {
  request: FitRequest;
  problem: LearningProblem;
  parameters: ParameterValues;
  design: Design;
  validationDesign: Design | null;
}): Promise<Minimum> {
  const { request, problem, parameters, design, validationDesign } = call;
  const { task, signal, onRound } = request;
  const { train, validation, classes } = problem;
  const l2 = parameters.l2!;
  const isDirect = task === 'regression' && design.featureCount <= maxDirectFeatures;
  const maxRounds = isDirect ? 1 : parameters.max_iterations!;
  const breather = createBreather();
  const breathe = async () => {
    await breather();
    signal?.throwIfAborted();
  };
  const measure = task === 'regression' ? measureSquares : measureClasses;
  const report = async (round: number, weights: Float64Array) => {
    const onTrain = measure(weights, design, train.targets);
    const onValidation =
      validation && validationDesign && measure(weights, validationDesign, validation.targets);
    const metrics = { train_loss: onTrain.loss, ...(onValidation && validationMetrics(onValidation)) };
    await onRound?.({ round, maxRounds, metrics });
    await breathe();
  };

  signal?.throwIfAborted();
  if (isDirect) {
    const point = await solveRidge({ design, targets: train.targets, l2, breathe });
    await report(1, point);
    return { point, iterations: 1, isConverged: true };
  }
  const solver = { tolerance: parameters.tolerance!, maxIterations: maxRounds, onIteration: report };
  if (task === 'regression') return minimiseSquares({ design, targets: train.targets, l2, ...solver });
  return minimise({
    evaluate: logisticObjective({ design, targets: train.targets, l2 }),
    size: (design.featureCount + 1) * (task === 'binary' ? 1 : classes.length),
    ...solver,
  });
}

/** Of standardised targets, so that one tolerance suits prices and shares alike. */
async function minimiseSquares(call: {
  design: Design;
  targets: Float64Array;
  l2: number;
  tolerance: number;
  maxIterations: number;
  onIteration: (iteration: number, point: Float64Array) => Promise<void>;
}): Promise<Minimum> {
  const { design, targets, l2, onIteration, ...solver } = call;
  const mean = targets.reduce((sum, target) => sum + target, 0) / targets.length;
  const deviation =
    Math.sqrt(targets.reduce((sum, target) => sum + (target - mean) ** 2, 0) / targets.length) || 1;
  const unscale = (point: Float64Array) =>
    point.map((weight, index) => weight * deviation + (index === design.featureCount ? mean : 0));
  const minimum = await minimise({
    ...solver,
    evaluate: ridgeObjective({ design, targets: targets.map((target) => (target - mean) / deviation), l2 }),
    size: design.featureCount + 1,
    onIteration: (iteration, point) => onIteration(iteration, unscale(point)),
  });
  return { ...minimum, point: unscale(minimum.point) };
}

interface Measured {
  readonly loss: number;
  readonly name: 'accuracy' | 'rmse';
  readonly value: number;
}

function measureSquares(weights: Float64Array, design: Design, targets: Float64Array): Measured {
  const values = linearScores(weights, design);
  const loss = values.reduce((sum, value, row) => sum + (value - targets[row]!) ** 2, 0) / targets.length;
  return { loss, name: 'rmse', value: Math.sqrt(loss) };
}

function measureClasses(weights: Float64Array, design: Design, targets: Float64Array): Measured {
  const { loss, correctRows } = measureLogLoss(weights, design, targets);
  return { loss, name: 'accuracy', value: correctRows / targets.length };
}

function validationMetrics({ loss, name, value }: Measured): Record<string, number> {
  return { validation_loss: loss, [`validation_${name}`]: value };
}

/** |coefficient| times the standard deviation of its feature in the training rows, summed over a column's features and the scores. */
function coefficientSizes(
  { encoding, scoreCount, weights }: LinearModel,
  design: Design,
): ColumnImportance[] {
  const deviations = featureDeviations(design);
  const stride = encoding.featureCount + 1;
  const sizeOf = (feature: number): number => {
    let size = 0;
    for (let k = 0; k < scoreCount; k += 1)
      size += Math.abs(weights[k * stride + feature]!) * deviations[feature]!;
    return size;
  };
  return encoding.columns
    .map((column, index) => {
      const first = column.kind === 'number' ? column.feature : column.firstFeature;
      const following = encoding.columns[index + 1];
      const end =
        following === undefined
          ? encoding.featureCount
          : following.kind === 'number'
            ? following.feature
            : following.firstFeature;
      let gain = 0;
      for (let feature = first; feature < end; feature += 1) gain += sizeOf(feature);
      return { column: column.column, gain };
    })
    .sort((left, right) => right.gain - left.gain);
}

function featureDeviations({
  dense,
  denseFeatures,
  indicators,
  rowCount,
  featureCount,
}: Design): Float64Array {
  const sums = new Float64Array(featureCount);
  const squares = new Float64Array(featureCount);
  dense.forEach((value, cell) => {
    const feature = denseFeatures[cell % denseFeatures.length]!;
    sums[feature]! += value;
    squares[feature]! += value * value;
  });
  for (const feature of indicators) {
    if (feature < 0) continue;
    sums[feature]! += 1;
    squares[feature]! += 1;
  }
  return squares.map((square, feature) =>
    Math.sqrt(Math.max(0, square / rowCount - (sums[feature]! / rowCount) ** 2)),
  );
}
