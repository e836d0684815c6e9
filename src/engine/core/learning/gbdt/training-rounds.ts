import type { Table } from '../../table.ts';
import type { TargetRows } from '../problem.ts';
import { type SeededRandom, sample } from '../seeded-random.ts';
import type { ParameterValues } from '../types.ts';
import { addTree, type Ensemble } from './ensemble.ts';
import { createTreeGrower, type GrownTree, type GrowthRules } from './grow-tree.ts';
import type { Evaluation, Objective } from './objective.ts';
import { scoreRows } from './scored-rows.ts';
import type { Tree } from './tree.ts';

export interface TrainingRounds {
  /** One tree a score, added to the scores. */
  growRound(): Tree[];
  /** Measures the round, which prepares the derivatives of the next. */
  finishRound(): Evaluation;
}

/**
 * Of rows that are all but certain the Hessian is next to nothing, and the Newton step is anything: with hundreds of classes scores then
 * grow without end from the second round on. Bounded as Friedman, Hastie and Tibshirani 2000, section 4, bound the working response; 10 is
 * the most that XGBoost's documentation advises for `max_delta_step`.
 */
const largestLogOddsStep = 10;

export function createTrainingRounds(call: {
  table: Table;
  train: TargetRows;
  mappers: Ensemble['mappers'];
  objective: Objective;
  initialScores: Float64Array;
  parameters: ParameterValues;
  random: SeededRandom;
}): TrainingRounds {
  const { table, train, mappers, objective, initialScores, parameters, random } = call;
  const { binned, scores, scoreColumns, targets } = scoreRows({ table, part: train, mappers, initialScores });
  const derivatives = scoreColumns.map(() => new Float64Array(2 * binned.rowCount));
  const everyRow = Int32Array.from({ length: binned.rowCount }, (_, row) => row);
  const everyColumn = Int32Array.from(mappers, (_, column) => column);
  const measure = () => objective.evaluate({ scores, targets, derivatives });
  const { loss } = measure();
  // Targets such as 1e-9 have gains far below 1, which are no noise for that.
  const gainUnit = objective.isInTargetUnits ? Math.min(1, loss) : 1;
  const largestStep = objective.isInTargetUnits ? Number.POSITIVE_INFINITY : largestLogOddsStep;
  const rules = { ...growthRules(parameters), gainUnit, largestStep };
  const grower = createTreeGrower({ binned, mappers, rules });

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

function growthRules(parameters: ParameterValues): Omit<GrowthRules, 'gainUnit' | 'largestStep'> {
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
