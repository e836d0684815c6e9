import type { CommandOutput } from '../../shared/contract/index.ts';
import { countOf, formatDuration, formatNumber, formatRelativeTime } from '../../shared/model/format.ts';
import type { SpanDetail, TraceAssessment, TraceDetail } from '../../shared/model/trace.ts';
import { problemWords, spanTree } from '../../shared/model/trace-tree.ts';
import { formatTable } from '../terminal.ts';

const previewWidth = 48;
const preview = (text: string | null): string => {
  const line = (text ?? '').replaceAll(/\s+/g, ' ');
  return line.length > previewWidth ? `${line.slice(0, previewWidth - 1)}…` : line;
};

export const listText = ({ traces, total }: CommandOutput<'traces.list'>, offset: number): string => {
  if (total === 0) return 'No traces.';
  const shown = formatTable(
    [
      ...['trace', 'name', 'state'].map((title) => ({ title })),
      ...['took', 'spans', 'tokens'].map((title) => ({ title, align: 'right' as const })),
      ...['when', 'request'].map((title) => ({ title })),
    ],
    traces.map((trace) => [
      trace.id.slice(0, 15),
      preview(trace.name),
      trace.state,
      trace.durationMs === null ? '' : formatDuration(trace.durationMs),
      formatNumber(trace.spanCount),
      trace.tokens === null ? '' : formatNumber(trace.tokens.total),
      formatRelativeTime({ atMs: trace.requestedAtMs, nowMs: Date.now() }),
      preview(trace.requestPreview),
    ]),
  );
  const end = offset + traces.length;
  const rest = end < total ? `; more with --offset ${end}` : '';
  const range = traces.length === total ? '' : `${formatNumber(offset + 1)} to ${formatNumber(end)} of `;
  return `${shown}\n${range}${countOf(total, 'trace')}${rest}`;
};

export const traceText = (trace: TraceDetail): string =>
  [
    `${trace.name || 'Trace'}  ${trace.id}`,
    [
      trace.state,
      ...(trace.durationMs === null ? [] : [formatDuration(trace.durationMs)]),
      countOf(trace.spanCount, 'span'),
      ...(trace.tokens === null
        ? []
        : [
            `${countOf(trace.tokens.total, 'token')} (${formatNumber(trace.tokens.input)} in, ${formatNumber(trace.tokens.output)} out)`,
          ]),
      trace.experiment,
      ...(trace.runId === null ? [] : [`run ${trace.runName ?? trace.runId}`]),
    ].join(', '),
    ...(trace.requestPreview === null ? [] : [`request   ${preview(trace.requestPreview)}`]),
    ...(trace.responsePreview === null ? [] : [`response  ${preview(trace.responsePreview)}`]),
    ...Object.entries(trace.tags)
      .filter(([key]) => !key.startsWith('mlflow.'))
      .map(([key, value]) => `tag       ${key} = ${value}`),
    ...trace.assessments.map(assessmentText),
    '',
    trace.spans.length === 0 ? 'It has no spans yet.' : treeText(trace),
  ].join('\n');

const assessmentText = ({
  kind,
  name,
  value,
  error,
  isValid,
  sourceId,
  rationale,
}: TraceAssessment): string =>
  [
    `${kind.padEnd(9)} ${name} = ${error ?? (typeof value === 'string' ? value : JSON.stringify(value))}`,
    isValid ? '' : ' (replaced)',
    sourceId === null ? '' : ` by ${sourceId}`,
    rationale === null ? '' : `: ${rationale}`,
  ].join('');

const deepestIndent = 24;
const treeText = ({ spans }: TraceDetail): string => {
  const rows = spanTree(spans);
  const problems = rows.flatMap(({ span, problem }) =>
    problem === null ? [] : [`! ${span.name} (${span.id}): ${problemWords[problem]}`],
  );
  const table = formatTable(
    [
      { title: 'span' },
      { title: 'type' },
      { title: 'start', align: 'right' },
      { title: 'took', align: 'right' },
      { title: 'itself', align: 'right' },
      { title: '' },
      { title: 'id' },
    ],
    rows.map(({ span, depth, selfMs, problem }) => [
      `${'  '.repeat(Math.min(depth, deepestIndent))}${span.name || 'unnamed'}`,
      span.type === 'UNKNOWN' ? '' : span.type,
      `+${formatDuration(span.startMs)}`,
      span.durationMs === null ? 'goes on' : formatDuration(span.durationMs),
      selfMs === null ? '' : formatDuration(selfMs),
      `${span.status === 'error' ? 'error' : ''}${problem === null ? '' : ' !'}`.trim(),
      span.id,
    ]),
  );
  return [table, ...problems].join('\n');
};

export const spanText = (span: SpanDetail): string =>
  [
    `${span.name}  ${span.id}`,
    [
      span.type,
      span.status,
      span.durationMs === null ? 'goes on' : formatDuration(span.durationMs),
      ...(span.model === null ? [] : [span.model]),
      ...(span.tokens === null ? [] : [countOf(span.tokens.total, 'token')]),
    ].join(', '),
    ...(span.statusMessage === null ? [] : [span.statusMessage]),
    ...section('Inputs', span.inputs),
    ...section('Outputs', span.outputs),
    ...section('Attributes', Object.keys(span.attributes).length === 0 ? null : span.attributes),
    ...span.events.flatMap(({ name, atMs, attributes, exception }) =>
      exception === null
        ? section(`Event ${name} at +${formatDuration(atMs)}`, attributes)
        : section(
            `${exception.type ?? 'Exception'} at +${formatDuration(atMs)}`,
            exception.stack ?? exception.message,
          ),
    ),
    ...span.links.map(({ traceId, spanId }) => `Link to ${traceId}, span ${spanId}`),
  ].join('\n');

const section = (title: string, value: unknown): string[] =>
  value === null ? [] : ['', `${title}:`, typeof value === 'string' ? value : JSON.stringify(value, null, 2)];
