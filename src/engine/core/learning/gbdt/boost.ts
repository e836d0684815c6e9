import type { Task } from '../../../../shared/model/signature.ts';
import { createBreather } from '../breathe.ts';
import type { LearningProblem } from '../problem.ts';
import { createSeededRandom } from '../seeded-random.ts';
import type { FitRequest, ParameterValues } from '../types.ts';
import { makeBinMappers } from './binned-table.ts';
import { addTree, type Ensemble } from './ensemble.ts';
import { type Evaluation, type Objective, objectiveFor } from './objective.ts';
import { type ScoredRows, scoreRows } from './scored-rows.ts';
import { createTrainingRounds } from './training-rounds.ts';
import type { Tree } from './tree.ts';

/** Round after round adds one tree a score, each fitted to what the trees before it leave over. */
export async function boost(call: {
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
  const training = createTrainingRounds({
    table,
    train,
    mappers,
    objective,
    initialScores,
    parameters,
    random,
  });
  const validating = validation && scoreRows({ table, part: validation, mappers, initialScores });
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

function validateRound(validating: ScoredRows, grown: readonly Tree[], objective: Objective): Evaluation {
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
