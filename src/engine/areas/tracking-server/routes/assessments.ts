import type { Reader } from '../../../ports/store-handles.ts';
import { putAssessment, type StoredAssessment } from '../../../store/assessments.ts';
import { defineRpc } from '../rpc.ts';
import { anything, required, text } from '../wire/fields.ts';
import { invalid } from '../wire/tracking-error.ts';
import {
  addAssessment,
  assessmentOf,
  givenAssessment,
  kindOf,
  removeAssessment,
  shallow,
  withoutAbsent,
} from './assessment-message.ts';
import { requireTrace } from './traces.ts';

const ids = { trace_id: required(text), assessment_id: required(text) } as const;

/** Error for a trace that is none, or none of its assessments. */
const requireAssessment = (reader: Reader, traceId: string, id: string): StoredAssessment => {
  requireTrace(reader, traceId);
  return assessmentOf(reader, traceId, id);
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

const metadataOf = ({ document }: StoredAssessment): object =>
  typeof document.metadata === 'object' ? { ...document.metadata } : {};

export const assessmentRpcs = [
  defineRpc({
    method: 'POST',
    path: '/traces/:trace_id/assessments',
    since: '3.0',
    request: { trace_id: required(text), assessment: givenAssessment },
    answer: async ({ trace_id: traceId, assessment }, { write, changed, ...surroundings }) => {
      const document = await write((writer) => {
        requireTrace(writer, traceId);
        return addAssessment(writer, traceId, assessment, surroundings);
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
      assessment: requireAssessment(reader, trace_id, assessment_id).document,
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
        const known = requireAssessment(writer, trace_id, assessment_id);
        const given = Object.entries(assessment).filter(([field]) => fields.includes(field));
        // An assessment always has a name.
        const name = (fields.includes('assessment_name') && assessment.assessment_name) || known.name;
        const document = withoutAbsent({
          ...known.document,
          ...Object.fromEntries(given),
          // What an update does not name of them stays.
          ...(fields.includes('metadata') && { metadata: { ...metadataOf(known), ...assessment.metadata } }),
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
      await write((writer) => removeAssessment(writer, trace_id, assessment_id));
      changed('traces', [trace_id]);
      return {};
    },
  }),
];
