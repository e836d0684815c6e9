import type { TraceRow } from '../../../shared/model/trace.ts';
import { Inspector, navigate } from '../../app/index.ts';
import {
  Badge,
  Button,
  type Fact,
  formatDuration,
  formatNumber,
  Inline,
  KeyValues,
  RelativeTime,
  Stack,
  Text,
} from '../../ui/index.ts';
import { assessmentText } from './assessment-value.tsx';
import { TraceStateDot } from './trace-state.tsx';
import styles from './traces.module.css';

const shownCharacters = 2000;

function Excerpt({ title, text }: { title: string; text: string | null }) {
  if (text === null || text.trim() === '') return null;
  return (
    <section>
      <Text tone="muted" size="small">
        {title}
      </Text>
      <p className={styles.excerpt}>
        {text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text}
      </p>
    </section>
  );
}

export const tokenText = ({ input, output, total }: NonNullable<TraceRow['tokens']>): string =>
  `${formatNumber(total)} (${formatNumber(input)} in, ${formatNumber(output)} out)`;

/** Facts of a trace that the list and its page have in common. */
export const traceFacts = (trace: TraceRow): Fact[] => [
  { name: 'State', value: <TraceStateDot state={trace.state} /> },
  ...(trace.durationMs === null ? [] : [{ name: 'Took', value: formatDuration(trace.durationMs) }]),
  { name: 'Began', value: <RelativeTime atMs={trace.requestedAtMs} /> },
  { name: 'Spans', value: formatNumber(trace.spanCount) },
  ...(trace.tokens === null ? [] : [{ name: 'Tokens', value: tokenText(trace.tokens) }]),
  { name: 'Experiment', value: trace.experiment },
  ...(trace.runId === null
    ? []
    : [{ name: 'Run', value: <RunLink id={trace.runId} name={trace.runName} /> }]),
  ...(trace.session === null ? [] : [{ name: 'Session', value: trace.session, copy: trace.session }]),
  ...(trace.user === null ? [] : [{ name: 'User', value: trace.user, copy: trace.user }]),
  { name: 'Id', value: trace.id, copy: trace.id, mono: true },
];

/** A run that is not here is named by its id. */
function RunLink({ id, name }: { id: string; name: string | null }) {
  if (name === null) return <Text tone="muted">{id}, which is not here</Text>;
  return (
    <Button size="small" variant="quiet" onClick={() => navigate({ area: 'runs', id })}>
      {name}
    </Button>
  );
}

/** What is known of the chosen trace at a glance. */
export function TraceInspector({ trace, onClose }: { trace: TraceRow; onClose: () => void }) {
  return (
    <Inspector title={trace.name === '' ? 'Trace' : trace.name} onClose={onClose}>
      <Stack>
        <Inline>
          <Button variant="primary" onClick={() => navigate({ area: 'traces', id: trace.id })}>
            Open
          </Button>
        </Inline>
        <Excerpt title="Request" text={trace.requestPreview} />
        <Excerpt title="Response" text={trace.responsePreview} />
        <KeyValues facts={traceFacts(trace)} />
        {trace.assessments.length > 0 && (
          <Inline>
            {trace.assessments.map((assessment, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: several may say the same
              <Badge key={index}>{assessmentText(assessment)}</Badge>
            ))}
          </Inline>
        )}
        {Object.keys(trace.tags).length > 0 && (
          <KeyValues
            label="Tags"
            facts={Object.entries(trace.tags).map(([name, value]) => ({ name, value, copy: value }))}
          />
        )}
      </Stack>
    </Inspector>
  );
}
