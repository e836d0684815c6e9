import { expect, it } from 'vitest';
import { evaluationObstacle } from './evaluation-obstacle.ts';

const run = {
  artifacts: [{ path: 'model/model.onnx', sizeBytes: 1, digest: 'd' }],
  status: 'finished',
  linkedFrom: null,
} as const;

it('says why a run cannot be evaluated', () => {
  const given = { ...run, artifacts: [...run.artifacts] };
  expect(evaluationObstacle(given)).toBeNull();
  expect(evaluationObstacle({ ...given, artifacts: [] })).toContain('no ONNX model');
  expect(evaluationObstacle({ ...given, artifacts: [], status: 'running' })).toContain('no model yet');
  expect(
    evaluationObstacle({ ...given, linkedFrom: { title: 't', path: '/p', isMissing: false } }),
  ).toContain('Import its source');
});
