import type { StoredAssessment } from '../../../store/assessments.ts';
import { anything, type Field, flag, message, present, text, textMap } from '../wire/fields.ts';
import { invalid } from '../wire/tracking-error.ts';

const kinds = ['feedback', 'expectation', 'issue'] as const;

/** What may be said of a trace; the values are the client's own. */
const assessmentFields = {
  assessment_name: text,
  span_id: text,
  source: message({ source_type: text, source_id: text }),
  create_time: text,
  last_update_time: text,
  feedback: anything,
  expectation: anything,
  issue: anything,
  rationale: text,
  error: anything,
  metadata: textMap,
  overrides: text,
  valid: flag,
} as const;

/** SQLite reads JSON of a thousand levels, so what is written stays well below. */
const maxDepth = 500;

/** As `field`, of a value that is not nested too deep to be read again. */
export const shallow = <Value>(field: Field<Value>): Field<Value> => ({
  read: (value, path) => {
    if (isDeeperThan(value, maxDepth))
      throw invalid(
        `The value for parameter '${path}' is nested too deep: lists and objects may stand in one another at most ${maxDepth} levels deep.`,
      );
    return field.read(value, path);
  },
});

const isDeeperThan = (value: unknown, levels: number): boolean => {
  let inside = [value];
  for (let level = 0; level <= levels && inside.length > 0; level += 1)
    inside = inside.flatMap((each): unknown[] =>
      typeof each === 'object' && each !== null ? Object.values(each) : [],
    );
  return inside.length > 0;
};

export const givenAssessment = shallow(present(message(assessmentFields)));

/** One that comes with its trace may have its id already. */
export const assessmentOfTrace = shallow(present(message({ ...assessmentFields, assessment_id: text })));

type Assessment = Readonly<Record<string, unknown>>;

export const withoutAbsent = (document: Assessment): Assessment =>
  Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined && value !== null));

export const kindOf = (document: Assessment): StoredAssessment['kind'] => {
  const given = kinds.filter((kind) => document[kind] !== undefined);
  if (given.length === 1) return given[0]!;
  throw invalid('An assessment is either a feedback, an expectation or an issue.');
};

type Given = ReturnType<typeof givenAssessment.read>;

/** A new assessment as its client gives it, with what the client leaves out. */
export const describedAssessment = (
  given: Given,
  { id, traceId, nowMs }: { id: string; traceId: string; nowMs: number },
): Pick<StoredAssessment, 'name' | 'kind' | 'document'> => {
  const now = new Date(nowMs).toISOString();
  const document = withoutAbsent({
    assessment_id: id,
    trace_id: traceId,
    ...{ create_time: now, last_update_time: now },
    ...withoutAbsent(given),
    valid: given.valid ?? true,
  });
  const name = given.assessment_name;
  if (!name) throw invalid("Missing value for required parameter 'assessment.assessment_name'.");
  return { name, kind: kindOf(document), document };
};
