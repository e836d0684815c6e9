import type { Task } from '../../../../shared/model/signature.ts';
import type { Table } from '../../table.ts';
import { createBreather } from '../breathe.ts';
import { parseParameters } from '../parameters.ts';
import { type LearningProblem, readProblem, type TargetRows } from '../problem.ts';
import { createSeededRandom, type SeededRandom, sample } from '../seeded-random.ts';
import type { FitRequest, FittedModel, ParameterValues } from '../types.ts';
import { type BinnedTable, binTable, makeBinMappers } from './binned-table.ts';
import { encodeEnsemble } from './encode-ensemble.ts';
import { addTree, type Ensemble, predictEnsemble, splitGains } from './ensemble.ts';
import { createTreeGrower, type GrownTree, type GrowthRules } from './grow-tree.ts';
import { type Evaluation, type Objective, objectiveFor } from './objective.ts';
import { gbdtParameters } from './parameters.ts';
import type { Tree } from './tree.ts';

/** Gradient-boosted trees on histograms, as in LightGBM (Ke et al. 2017). The same request always gives the same model. */
export async function fitGbdt(request: FitRequest): Promise<FittedModel> {
  const parameters = parseParameters(gbdtParameters, request.parameters);
  const problem = readProblem(request);
  const ensemble = await boost({ request, problem, parameters });
  const { task, target, seed } = request;
  const { classes, inputs } = problem;
  return {
    learner: 'gbdt',
    task,
    target,
    classes,
    inputs,
    parameters,
    seed,
    rounds: ensemble.trees.length / ensemble.initialScores.length,
    isConverged: true,
    droppedRows: problem.droppedRows,
    importance: splitGains(ensemble),
    predict: (table, rows) => predictEnsemble(ensemble, task, table, rows),
    toOnnx: ({ signature, metadata = {} }) =>
      encodeEnsemble({ ensemble, signature, model: { task, classes, inputs, parameters, seed }, metadata }),
  };
}

async function boost(call: {
  request: FitRequest;
  problem: LearningProblem;
  parameters: ParameterValues;
}): Promise<Ensemble> {
  const { request, problem, parameters } = call;
  const { table, task, seed, signal, onRound } = request;
  const random = createSeededRandom(seed);
  const { inputs, train, validation } = problem;
  const mappers = makeBinMappers({ table, inputs, rows: train.rows, maxBins: parameters.max_bin!, seed });
  const objective = objectiveFor(task, problem.classes.length);
  const initialScores = objective.initialScores(train.targets);
  const training = createTraining({ table, train, mappers, objective, initialScores, parameters, random });
  const validating = validation && createScored({ table, part: validation, mappers, initialScores });
  const patience = validating ? parameters.early_stopping_rounds! : 0;
  const best = { round: 0, loss: Number.POSITIVE_INFINITY };
  const maxRounds = parameters.num_rounds!;
  const trees: Tree[] = [];
  const breathe = createBreather();

  for (let round = 1; round <= maxRounds; round += 1) {
    signal?.throwIfAborted();
    const grown = training.growRound();
    trees.push(...grown);
    const trainEvaluation = training.finishRound();
    const validationEvaluation = validating && validateRound(validating, grown, objective);
    if (validationEvaluation && validationEvaluation.loss < best.loss)
      Object.assign(best, { round, loss: validationEvaluation.loss });
    const metrics = roundMetrics({
      task,
      trainEvaluation,
      validationEvaluation,
      validationRows: validation?.rows.length ?? 0,
    });
    await onRound?.({ round, maxRounds, metrics });
    await breathe();
    if (patience > 0 && round - best.round >= patience) break;
  }
  signal?.throwIfAborted();
  const keptTrees = patience > 0 ? best.round * objective.scoreCount : trees.length;
  return { mappers, initialScores, trees: trees.slice(0, keptTrees) };
}

interface Scored {
  readonly binned: BinnedTable;
  readonly targets: Float64Array;
  /** Score-major. */
  readonly scores: Float64Array;
  /** Views of `scores`, one a score. */
  readonly scoreColumns: readonly Float64Array[];
}

function createScored(call: {
  table: Table;
  part: TargetRows;
  mappers: Ensemble['mappers'];
  initialScores: Float64Array;
}): Scored {
  const { table, part, mappers, initialScores } = call;
  const rowCount = part.rows.length;
  const scores = new Float64Array(initialScores.length * rowCount);
  const scoreColumns = Array.from(initialScores, (initial, k) =>
    scores.subarray(k * rowCount, (k + 1) * rowCount).fill(initial),
  );
  return {
    binned: binTable({ table, mappers, rows: part.rows }),
    targets: part.targets,
    scores,
    scoreColumns,
  };
}

interface Training {
  /** One tree a score, added to the scores. */
  growRound(): Tree[];
  /** Measures the round, which prepares the derivatives of the next. */
  finishRound(): Evaluation;
}

function createTraining(call: {
  table: Table;
  train: TargetRows;
  mappers: Ensemble['mappers'];
  objective: Objective;
  initialScores: Float64Array;
  parameters: ParameterValues;
  random: SeededRandom;
}): Training {
  const { table, train, mappers, objective, initialScores, parameters, random } = call;
  const scored = createScored({ table, part: train, mappers, initialScores });
  const { binned, scores, scoreColumns, targets } = scored;
  const grower = createTreeGrower({ binned, mappers, rules: growthRules(parameters) });
  const derivatives = scoreColumns.map(() => new Float64Array(2 * binned.rowCount));
  const everyRow = Int32Array.from({ length: binned.rowCount }, (_, row) => row);
  const everyColumn = Int32Array.from(mappers, (_, column) => column);
  const measure = () => objective.evaluate({ scores, targets, derivatives });
  measure();

  return {
    growRound() {
      const rows = sampleShare(everyRow, parameters.bagging_fraction!, random);
      const isBagged = rows.length < everyRow.length;
      return scoreColumns.map((scoreColumn, k) => {
        const isUsed = markUsed(
          mappers.length,
          sampleShare(everyColumn, parameters.feature_fraction!, random),
        );
        const grown = grower.grow({ derivatives: derivatives[k]!, rows, isUsed });
        if (isBagged) addTree(grown.tree, binned, scoreColumn);
        else addGrownTree(grown, scoreColumn);
        return grown.tree;
      });
    },
    finishRound: measure,
  };
}

function growthRules(parameters: ParameterValues): GrowthRules {
  return {
    numLeaves: parameters.num_leaves!,
    maxDepth: parameters.max_depth!,
    learningRate: parameters.learning_rate!,
    minDataInLeaf: parameters.min_data_in_leaf!,
    minChildWeight: parameters.min_child_weight!,
    lambdaL2: parameters.lambda_l2!,
    catSmooth: parameters.cat_smooth!,
    catL2: parameters.cat_l2!,
    maxCatThreshold: parameters.max_cat_threshold!,
  };
}

function sampleShare(values: Int32Array, share: number, random: SeededRandom): Int32Array {
  if (share === 1) return values;
  return sample(values, Math.max(1, Math.round(values.length * share)), random);
}

function markUsed(columnCount: number, used: Int32Array): Uint8Array {
  const isUsed = new Uint8Array(columnCount);
  for (const column of used) isUsed[column] = 1;
  return isUsed;
}

/** The grower already knows which rows are in which leaf. */
function addGrownTree({ tree, rows, starts, ends }: GrownTree, scores: Float64Array): void {
  for (let leaf = 0; leaf < starts.length; leaf += 1) {
    const value = tree.leafValues[leaf]!;
    const end = ends[leaf]!;
    for (let index = starts[leaf]!; index < end; index += 1) scores[rows[index]!]! += value;
  }
}

function validateRound(validating: Scored, grown: readonly Tree[], objective: Objective): Evaluation {
  const { binned, scores, scoreColumns, targets } = validating;
  grown.forEach((tree, k) => {
    addTree(tree, binned, scoreColumns[k]!);
  });
  return objective.evaluate({ scores, targets });
}

function roundMetrics(call: {
  task: Task;
  trainEvaluation: Evaluation;
  validationEvaluation: Evaluation | null;
  validationRows: number;
}): Record<string, number> {
  const { task, trainEvaluation, validationEvaluation, validationRows } = call;
  const metrics = { train_loss: trainEvaluation.loss };
  if (!validationEvaluation) return metrics;
  const { loss, correctRows } = validationEvaluation;
  return task === 'regression'
    ? { ...metrics, validation_loss: loss, validation_rmse: Math.sqrt(loss) }
    : { ...metrics, validation_loss: loss, validation_accuracy: correctRows / validationRows };
}
