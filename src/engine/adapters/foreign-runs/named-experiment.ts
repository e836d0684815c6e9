import type { ForeignItem } from '../../ports/foreign-runs.ts';

/** An experiment of which its source says no more than what it is called. */
export const namedExperiment = (id: string, name: string): ForeignItem => ({
  kind: 'experiment',
  id,
  name,
  stage: 'active',
  artifactLocation: null,
  createdAtMs: null,
  updatedAtMs: null,
  tags: [],
});
