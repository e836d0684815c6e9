import type { Reader } from '../../../ports/store-handles.ts';
import {
  deleteAssessment,
  findAssessment,
  putAssessment,
  type StoredAssessment,
} from '../../../store/assessments.ts';
import { defineRpc } from '../rpc.ts';
import { anything, required, text } from '../wire/fields.ts';
import { doesNotExist, invalid } from '../wire/tracking-error.ts';
import { describedAssessment, givenAssessment, kindOf, shallow, withoutAbsent } from './assessment-fields.ts';
import { requireTrace } from './traces.ts';

const ids = { trace_id: required(text), assessment_id: required(text) } as const;

const assessmentOf = (reader: Reader, traceId: string, id: string): StoredAssessment => {
  requireTrace(reader, traceId);
  const found = findAssessment(reader, traceId, id);
  if (found === undefined) throw doesNotExist(`Assessment with ID '${id}' not found for trace '${traceId}'`);
  return found;
};

/** Which fields an update means: `a,b` as protocol buffers write a mask in JSON, in their spelling or in that of the schema. */
const maskedFields = (mask: unknown): string[] => {
  const paths = typeof mask === 'object' && mask !== null && 'paths' in mask ? mask.paths : mask;
  const names = typeof paths === 'string' && paths !== '' ? paths.split(',') : paths;
  if (!Array.isArray(names)) throw invalid("Missing value for required parameter 'update_mask'.");
  return names.map((name) =>
    String(name)
      .trim()
      .replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  );
};

export const assessmentRpcs = [
  defineRpc({
    method: 'POST',
    path: '/traces/:trace_id/assessments',
    since: '3.0',
    request: { trace_id: required(text), assessment: givenAssessment },
    answer: async ({ trace_id: traceId, assessment }, { write, ids: fresh, clock, changed }) => {
      const id = `a-${fresh.next()}`;
      const nowMs = clock.nowMs();
      const { name, kind, document } = describedAssessment(assessment, { id, traceId, nowMs });
      await write((writer) => {
        requireTrace(writer, traceId);
        if (assessment.overrides) {
          const earlier = assessmentOf(writer, traceId, assessment.overrides);
          putAssessment(writer, { ...earlier, document: { ...earlier.document, valid: false } });
        }
        putAssessment(writer, { id, traceId, kind, name, createdAtMs: nowMs, document });
      });
      changed('traces', [traceId]);
      return { assessment: document };
    },
  }),
  defineRpc({
    method: 'GET',
    path: '/traces/:trace_id/assessments/:assessment_id',
    since: '3.0',
    request: ids,
    answer: ({ trace_id, assessment_id }, { reader }) => ({
      assessment: assessmentOf(reader, trace_id, assessment_id).document,
    }),
  }),
  defineRpc({
    method: 'PATCH',
    path: '/traces/:trace_id/assessments/:assessment_id',
    since: '3.0',
    request: { ...ids, assessment: givenAssessment, update_mask: shallow(anything) },
    answer: async ({ trace_id, assessment_id, assessment, update_mask }, { write, clock, changed }) => {
      const fields = maskedFields(update_mask);
      const updated = await write((writer) => {
        const known = assessmentOf(writer, trace_id, assessment_id);
        const given = Object.entries(assessment).filter(([field]) => fields.includes(field));
        // An assessment always has a name.
        const name = (fields.includes('assessment_name') && assessment.assessment_name) || known.name;
        const document = withoutAbsent({
          ...known.document,
          ...Object.fromEntries(given),
          assessment_name: name,
          last_update_time: new Date(clock.nowMs()).toISOString(),
        });
        putAssessment(writer, { ...known, kind: kindOf(document), name, document });
        return document;
      });
      changed('traces', [trace_id]);
      return { assessment: updated };
    },
  }),
  defineRpc({
    method: 'DELETE',
    path: '/traces/:trace_id/assessments/:assessment_id',
    since: '3.0',
    request: ids,
    answer: async ({ trace_id, assessment_id }, { write, changed }) => {
      await write((writer) => deleteAssessment(writer, trace_id, assessment_id));
      changed('traces', [trace_id]);
      return {};
    },
  }),
];
