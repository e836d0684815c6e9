import type { TraceAssessment, TraceDetail } from '../../../shared/model/trace.ts';
import { Badge, Button, type Fact, KeyValues, Panel, RelativeTime, Stack, Text } from '../../ui/index.ts';
import { AssessmentValue } from './assessment-value.tsx';
import styles from './traces.module.css';

const kindTitles: Record<TraceAssessment['kind'], string> = {
  feedback: 'feedback',
  expectation: 'expectation',
  issue: 'issue',
};

const sourceWords: Readonly<Record<string, string>> = {
  HUMAN: 'a person',
  LLM_JUDGE: 'a language model',
  AI_JUDGE: 'a language model',
  CODE: 'a program',
};

const sourceText = ({ sourceType, sourceId }: TraceAssessment): string =>
  [sourceType === null ? null : (sourceWords[sourceType] ?? sourceType.toLowerCase()), sourceId]
    .filter((part) => part !== null)
    .join(', ');

function AssessmentPanel({
  assessment,
  spanName,
  onSpan,
}: {
  assessment: TraceAssessment;
  spanName: string | undefined;
  onSpan: (id: string) => void;
}) {
  const { name, kind, rationale, createdAtMs, isValid, spanId } = assessment;
  const by = sourceText(assessment);
  const facts: Fact[] = [
    {
      name: kind === 'expectation' ? 'Expected' : 'Says',
      value: <AssessmentValue assessment={assessment} />,
    },
    ...(rationale === null ? [] : [{ name: 'Because', value: rationale }]),
    ...(by === '' ? [] : [{ name: 'By', value: by }]),
    { name: 'When', value: <RelativeTime atMs={createdAtMs} /> },
    ...(spanId === null
      ? []
      : [
          {
            name: 'Of the span',
            value:
              spanName === undefined ? (
                spanId
              ) : (
                <Button size="small" variant="quiet" onClick={() => onSpan(spanId)}>
                  {spanName || 'unnamed'}
                </Button>
              ),
          },
        ]),
  ];
  return (
    <Panel
      title={name}
      actions={
        <>
          {!isValid && <Badge>replaced by a later one</Badge>}
          <Badge meaning={kind === 'issue' ? 'warning' : 'accent'}>{kindTitles[kind]}</Badge>
        </>
      }
    >
      <KeyValues facts={facts} />
    </Panel>
  );
}

/** What people and programs think of the trace, and what would have been right. */
export function AssessmentsTab({ trace, onSpan }: { trace: TraceDetail; onSpan: (id: string) => void }) {
  const names = new Map(trace.spans.map(({ id, name }) => [id, name]));
  if (trace.assessments.length === 0)
    return (
      <div className={styles.detail}>
        <Text tone="muted">
          Nobody has said yet what to think of it. Clients say it with mlflow.log_feedback and
          mlflow.log_expectation.
        </Text>
      </div>
    );
  return (
    <div className={styles.detail}>
      <Stack>
        {trace.assessments.map((assessment) => (
          <AssessmentPanel
            key={assessment.id}
            assessment={assessment}
            spanName={names.get(assessment.spanId ?? '')}
            onSpan={onSpan}
          />
        ))}
      </Stack>
    </div>
  );
}
