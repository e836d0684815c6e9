import type { RunDetail } from '../../../shared/model/run.ts';

const modelPath = 'model/model.onnx';

/** Why the model of a run cannot be evaluated here; null where it can. */
export const evaluationObstacle = ({
  artifacts,
  status,
  linkedFrom,
}: Pick<RunDetail, 'artifacts' | 'status' | 'linkedFrom'>): string | null => {
  if (!artifacts.some(({ path }) => path === modelPath))
    return status === 'running' || status === 'scheduled'
      ? 'The run has no model yet. It can be evaluated when it has ended.'
      : `The run has no ONNX model (${modelPath} among its artifacts), and only such models can be computed here.`;
  if (linkedFrom !== null)
    return 'The run is read in place, and its model is none of this project’s. Import its source to evaluate it.';
  return null;
};
