import type { TraceRow } from '../../../shared/model/trace.ts';
import { Badge, type DataColumn, formatNumber, Text } from '../../ui/index.ts';
import { assessmentText } from './assessment-value.tsx';
import { TraceStateDot } from './trace-state.tsx';
import styles from './traces.module.css';

/** One line of a text that may have many. */
const line = (text: string): string => text.slice(0, 300).replaceAll(/\s+/g, ' ').trim();

const Preview = ({ text }: { text: string | null }) =>
  text === null || text.trim() === '' ? (
    <Text tone="muted">–</Text>
  ) : (
    <span className={styles.clip} title={text.slice(0, 1000)}>
      {line(text)}
    </span>
  );

export const traceColumns: DataColumn<TraceRow>[] = [
  {
    id: 'name',
    header: 'trace',
    value: ({ name }) => name,
    width: 128,
    cell: ({ name, id }) => <span title={id}>{name === '' ? id.slice(0, 11) : name}</span>,
  },
  {
    id: 'request',
    header: 'request',
    value: ({ requestPreview }) => requestPreview,
    width: 208,
    sortable: false,
    cell: ({ requestPreview }) => <Preview text={requestPreview} />,
  },
  {
    id: 'response',
    header: 'response',
    value: ({ responsePreview }) => responsePreview,
    width: 208,
    sortable: false,
    cell: ({ responsePreview }) => <Preview text={responsePreview} />,
  },
  {
    id: 'state',
    header: 'state',
    value: ({ state }) => state,
    width: 96,
    sortable: false,
    cell: ({ state }) => <TraceStateDot state={state} />,
  },
  { id: 'duration', header: 'took', kind: 'duration', value: ({ durationMs }) => durationMs, width: 80 },
  { id: 'requested', header: 'began', kind: 'time', value: ({ requestedAtMs }) => requestedAtMs, width: 112 },
  {
    id: 'spans',
    header: 'spans',
    kind: 'number',
    value: ({ spanCount }) => spanCount,
    width: 56,
    sortable: false,
    cell: ({ spanCount }) => formatNumber(spanCount),
  },
  {
    id: 'tokens',
    header: 'tokens',
    kind: 'number',
    value: ({ tokens }) => tokens?.total ?? null,
    width: 72,
    hint: 'Of language models, where they were recorded: what went in and what came out',
    cell: ({ tokens }) =>
      tokens === null ? (
        <Text tone="muted">–</Text>
      ) : (
        <span title={`${formatNumber(tokens.input)} in, ${formatNumber(tokens.output)} out`}>
          {formatNumber(tokens.total)}
        </span>
      ),
  },
  {
    id: 'assessments',
    header: 'assessments',
    value: ({ assessments }) => assessments.map(assessmentText).join(', '),
    width: 160,
    sortable: false,
    cell: ({ assessments }) =>
      assessments.length === 0 ? (
        <Text tone="muted">–</Text>
      ) : (
        <span className={styles.clip} title={assessments.map(assessmentText).join('\n')}>
          {assessments.map(assessmentText).join(', ')}
        </span>
      ),
  },
  {
    id: 'tags',
    header: 'tags',
    value: ({ tags }) => Object.keys(tags).length,
    width: 160,
    sortable: false,
    cell: ({ tags }) => (
      <span className={styles.tags}>
        {Object.entries(tags).map(([key, value]) => (
          <Badge key={key}>{`${key} ${value}`}</Badge>
        ))}
      </span>
    ),
  },
  {
    id: 'experiment',
    header: 'experiment',
    value: ({ experiment }) => experiment,
    width: 120,
    sortable: false,
  },
  {
    id: 'run',
    header: 'run',
    value: ({ runName, runId }) => runName ?? runId,
    width: 120,
    sortable: false,
  },
  { id: 'session', header: 'session', value: ({ session }) => session, sortable: false, hiddenAtFirst: true },
  { id: 'user', header: 'user', value: ({ user }) => user, sortable: false, hiddenAtFirst: true },
  {
    id: 'id',
    header: 'id',
    kind: 'mono',
    value: ({ id }) => id,
    width: 260,
    sortable: false,
    hiddenAtFirst: true,
  },
];
