import type { OtlpSpan } from '../../../core/traces/otlp-span.ts';
import { spanInFile } from '../../../core/traces/span-in-file.ts';
import { isNamedByItsSpans } from '../../../core/traces/trace-id.ts';
import { writeOtlpSpans } from '../../../core/traces/write-otlp.ts';
import type { ForeignTrace } from '../../../ports/foreign-runs.ts';
import { artifactPlaceTag, spanFile, spansPlaceTag } from '../mlflow/trace-places.ts';
import { traceStateName } from '../mlflow/trace-state.ts';
import { type Answer, textAt } from './mlflow-http.ts';
import { sendBytes, sendFile } from './send-artifact.ts';
import { type Sending, sendOrSkip } from './sending.ts';

/**
 * Traces keep their ids there. A server from MLflow 3.6 on takes their spans by themselves; to others, and of traces that have a name of their
 * own, they go as the file that clients of these traces ask for.
 */
export const sendTrace = async (sending: Sending, trace: ForeignTrace): Promise<void> => {
  const { id } = trace;
  const experiment = sending.experiments.get(trace.experimentId);
  sending.takes ??= await whatItTakes(sending);
  const { takes } = sending;
  if (experiment === undefined) sending.tally.skip('trace', id, 'Its experiment was not sent.');
  else if (!takes.traces)
    sending.tally.skip('trace', id, 'The server is older than MLflow 3 and takes no traces of others.');
  else
    await sendOrSkip(sending, { subject: 'trace', what: id }, async () => {
      const isBySpans = takes.spans && isNamedByItsSpans(id);
      if (isBySpans) await sendSpans(sending, trace, experiment.id);
      const answer = await sending.http.send('POST', '/api/3.0/mlflow/traces', {
        trace: { trace_info: infoOf(sending, trace, experiment.id) },
      });
      await sendAssessments(sending, trace, answer);
      await sendFiles(sending, trace, { isBySpans, artifactUri: textAt(answer, ...placePath) });
      sending.tally.count('traces');
    });
};

const placePath = ['trace', 'trace_info', 'tags', artifactPlaceTag];

const whatItTakes = async ({ http }: Sending): Promise<NonNullable<Sending['takes']>> => {
  const [, major, minor] = (/(\d+)\.(\d+)/.exec((await http.version()) ?? '') ?? []).map(Number);
  if (major === undefined || minor === undefined) return { traces: false, spans: false };
  return { traces: major >= 3, spans: major > 3 || (major === 3 && minor >= 6) };
};

const runKey = 'mlflow.sourceRun';

/** The run that it was made in has another id there. */
const infoOf = ({ runs }: Sending, trace: ForeignTrace, experimentId: string): object => ({
  trace_id: trace.id,
  trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experimentId } },
  request_time: new Date(trace.requestedAtMs).toISOString(),
  ...(trace.durationMs === null ? {} : { execution_duration: `${(trace.durationMs / 1000).toFixed(3)}s` }),
  state: traceStateName(trace.state, 'STATE_UNSPECIFIED'),
  ...(trace.clientRequestId === null ? {} : { client_request_id: trace.clientRequestId }),
  ...(trace.requestPreview === null ? {} : { request_preview: trace.requestPreview }),
  ...(trace.responsePreview === null ? {} : { response_preview: trace.responsePreview }),
  tags: Object.fromEntries(trace.tags.filter(([key]) => key !== spansPlaceTag)),
  trace_metadata: Object.fromEntries(
    trace.metadata.map(([key, value]) => [key, key === runKey ? (runs.get(value)?.id ?? value) : value]),
  ),
  assessments: trace.assessments.map(({ document }) => document),
});

/** Far below what a server takes in one request. */
const charactersInRequest = 1_000_000;

const sendSpans = async (sending: Sending, trace: ForeignTrace, experimentId: string): Promise<void> => {
  let part: OtlpSpan[] = [];
  let characters = 0;
  const send = async (): Promise<void> => {
    if (part.length > 0) await sending.http.sendSpans(experimentId, writeOtlpSpans(part));
    part = [];
    characters = 0;
  };
  for (const span of trace.spans) {
    if ('kind' in span) continue;
    part.push(span);
    characters += JSON.stringify(span.document).length;
    if (characters > charactersInRequest) await send();
  }
  await send();
};

/** Some servers take assessments with the trace, under the ids that they have; others take each by itself. */
const sendAssessments = async (
  sending: Sending,
  { id, assessments }: ForeignTrace,
  answer: Answer,
): Promise<void> => {
  const { trace } = answer as { trace?: { trace_info?: { assessments?: unknown[] } } };
  if ((trace?.trace_info?.assessments ?? []).length >= assessments.length) return;
  for (const { name, document } of assessments)
    await sendOrSkip(sending, { subject: 'trace', what: `${id}, its assessment “${name}”` }, () =>
      sending.http.send('POST', `/api/3.0/mlflow/traces/${id}/assessments`, { assessment: document }),
    );
};

const sendFiles = async (
  sending: Sending,
  { id, files, spans }: ForeignTrace,
  { isBySpans, artifactUri }: { isBySpans: boolean; artifactUri: string },
): Promise<void> => {
  const destination = { artifactUri, id };
  let hasSpanFile = false;
  for (const file of files) {
    if (file.kind === 'skipped') continue;
    const isSent = await sendFile(sending, { ...file, offset: 0 }, destination);
    if (file.path === spanFile) hasSpanFile = isSent;
    else if (isSent) sending.tally.count('artifacts');
  }
  if (isBySpans || hasSpanFile) return;
  const texts: string[] = [];
  for (const span of spans) if (!('kind' in span)) texts.push(spanInFile(span.document));
  if (texts.length > 0)
    await sendBytes(
      sending,
      { path: spanFile, bytes: Buffer.from(`{"spans": [${texts.join(', ')}]}`) },
      destination,
    );
};
