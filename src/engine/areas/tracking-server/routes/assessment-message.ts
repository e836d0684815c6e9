import { isDeeperThan, mostLevelsOfAssessment } from '../../../core/traces/assessment-levels.ts';
import type { Reader, Writer } from '../../../ports/store-handles.ts';
import {
  deleteAssessment,
  findAssessment,
  findAssessmentTrace,
  putAssessment,
  type StoredAssessment,
} from '../../../store/assessments.ts';
import type { TrackingContext } from '../rpc.ts';
import {
  anything,
  type Field,
  flag,
  message,
  oneOf,
  present,
  type Request,
  text,
  textMap,
  timestamp,
} from '../wire/fields.ts';
import { traceTime } from '../wire/trace-times.ts';
import { doesNotExist, invalid } from '../wire/tracking-error.ts';

const kinds = ['feedback', 'expectation', 'issue'] as const;

/** As clients write times, whatever a time was given as. */
const time: Field<string | undefined> = {
  read: (value, path) => {
    const timeMs = traceTime(timestamp).read(value, path);
    return timeMs === undefined ? undefined : new Date(timeMs).toISOString();
  },
};

const error = message({ error_code: text, error_message: text, stack_trace: text });

/**
 * What may be said of a trace. The values are the client's own; everything around them is what clients can read again: one assessment
 * that they cannot read would keep every trace of its page from them.
 */
const assessmentFields = {
  assessment_name: text,
  span_id: text,
  source: message({
    source_type: oneOf(['SOURCE_TYPE_UNSPECIFIED', 'HUMAN', 'LLM_JUDGE', 'CODE']),
    source_id: text,
  }),
  create_time: time,
  last_update_time: time,
  feedback: message({ value: anything, error }),
  expectation: message({
    value: anything,
    serialized_value: message({ serialization_format: text, value: text }),
  }),
  issue: message({ issue_name: text }),
  rationale: text,
  error,
  metadata: textMap,
  overrides: text,
  valid: flag,
} as const;

/** As `field`, of a value that is not nested too deep to be read again. */
export const shallow = <Value>(field: Field<Value>): Field<Value> => ({
  read: (value, path) => {
    if (isDeeperThan(value, mostLevelsOfAssessment))
      throw invalid(
        `The value for parameter '${path}' is nested too deep: lists and objects may stand in one another at most ${mostLevelsOfAssessment} levels deep.`,
      );
    return field.read(value, path);
  },
});

export const givenAssessment = shallow(present(message(assessmentFields)));

/** As it comes with the description of a trace, where its client may have named it. */
export const describedAssessment = shallow(present(message({ ...assessmentFields, assessment_id: text })));

type Assessment = Readonly<Record<string, unknown>>;

export const withoutAbsent = (document: Assessment): Assessment =>
  Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined && value !== null));

export const kindOf = (document: Assessment): StoredAssessment['kind'] => {
  const given = kinds.filter((kind) => document[kind] !== undefined);
  if (given.length === 1) return given[0]!;
  throw invalid('An assessment is either a feedback, an expectation or an issue.');
};

export const assessmentOf = (reader: Reader, traceId: string, id: string): StoredAssessment => {
  const found = findAssessment(reader, traceId, id);
  if (found === undefined) throw doesNotExist(`Assessment with ID '${id}' not found for trace '${traceId}'`);
  return found;
};

/** Adds one to a trace that is there, and answers it as clients read it. A name that another trace's has is not taken. */
export const addAssessment = (
  writer: Writer,
  traceId: string,
  given: Request<typeof assessmentFields> & { readonly assessment_id?: string | undefined },
  { ids, clock }: Pick<TrackingContext, 'ids' | 'clock'>,
): Assessment => {
  const { assessment_id, assessment_name: name, overrides, create_time, ...said } = given;
  if (!name) throw invalid("Missing value for required parameter 'assessment.assessment_name'.");
  const isOwn = assessment_id && [undefined, traceId].includes(findAssessmentTrace(writer, assessment_id));
  const id = isOwn ? assessment_id : `a-${ids.next()}`;
  const now = new Date(clock.nowMs()).toISOString();
  const createdAt = create_time ?? now;
  const document = withoutAbsent({
    assessment_id: id,
    assessment_name: name,
    trace_id: traceId,
    create_time: createdAt,
    last_update_time: now,
    ...withoutAbsent(said),
    overrides,
    valid: given.valid ?? true,
  });
  if (overrides) setValid(writer, assessmentOf(writer, traceId, overrides), false);
  const kind = kindOf(document);
  putAssessment(writer, { id, traceId, kind, name, createdAtMs: Date.parse(createdAt), document });
  return document;
};

/** One that is not there changes nothing. The assessment that it overrode holds again. */
export const removeAssessment = (writer: Writer, traceId: string, id: string): void => {
  const overridden = findAssessment(writer, traceId, id)?.document.overrides;
  deleteAssessment(writer, traceId, id);
  const earlier = typeof overridden === 'string' ? findAssessment(writer, traceId, overridden) : undefined;
  if (earlier !== undefined) setValid(writer, earlier, true);
};

const setValid = (writer: Writer, assessment: StoredAssessment, valid: boolean): void =>
  putAssessment(writer, { ...assessment, document: { ...assessment.document, valid } });
