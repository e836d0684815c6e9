import { isDeeperThan, mostLevelsOfAssessment } from '../../../core/traces/assessment-levels.ts';
import type { ForeignAssessment } from '../../../ports/foreign-runs.ts';
import { UnreadableFile } from '../guarded-files.ts';

type Document = Readonly<Record<string, unknown>>;

const kinds = ['feedback', 'expectation', 'issue'] as const;

/** Of what MLflow's API tells. Errors: `UnreadableFile` for what is no assessment. */
export const toAssessment = (document: Document): ForeignAssessment => {
  const { assessment_id: id, assessment_name: name, create_time: createdAt } = document;
  const [kind, ...others] = kinds.filter((each) => document[each] !== undefined && document[each] !== null);
  if (typeof id !== 'string' || id === '' || typeof name !== 'string' || name === '')
    throw new UnreadableFile('It has no id or no name.');
  if (kind === undefined || others.length > 0)
    throw new UnreadableFile('It is neither a feedback nor an expectation nor an issue.');
  const createdAtMs = typeof createdAt === 'string' ? Date.parse(createdAt) : Number.NaN;
  if (!Number.isFinite(createdAtMs)) throw new UnreadableFile('It does not say when it was made.');
  if (isDeeperThan(document, mostLevelsOfAssessment))
    throw new UnreadableFile(`It is nested deeper than ${mostLevelsOfAssessment} levels.`);
  return { id, kind, name, createdAtMs, document };
};
