import { parseParameters } from '../parameters.ts';
import { readProblem } from '../problem.ts';
import type { FitRequest, FittedModel } from '../types.ts';
import { boost } from './boost.ts';
import { encodeEnsemble } from './encode-ensemble.ts';
import { predictEnsemble, splitGains } from './ensemble.ts';
import { gbdtParameters } from './parameters.ts';

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
